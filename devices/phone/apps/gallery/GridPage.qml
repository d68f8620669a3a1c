import QtQuick
import "../../system"

// A page with a grid of pictures; the bar says how many are selected and what can be done with them.
AppPage {
    id: view
    property var desk
    property string heading
    property string scope: "all"  // what the viewer turns over: all, an album's folder, "favourites", or "found"
    property alias grid: grid
    property alias photos: grid.photos
    property real room: 0
    property real foot: 0
    property var more: []
    property list<Item> buttons
    title: grid.selecting ? phone.tr("%1 selected").replace("%1", grid.chosen.length) : heading
    function done() { grid.chosen = [] }
    function back() {
        if (!grid.selecting) return false
        done()
        return true
    }
    actions: [
        Row { visible: !grid.selecting; children: view.buttons },
        IconButton { visible: grid.selecting; icon: "share-variant"; label: phone.tr("Share"); onClicked: view.desk.share(grid.chosen) },
        IconButton { visible: grid.selecting; icon: "delete-outline"; label: phone.tr("Delete"); onClicked: view.desk.askThrow(grid.chosen, view.done) },
        Menu {
            visible: grid.selecting || view.more.length > 0
            entries: grid.selecting ? [
                { text: phone.tr("Select all"), icon: "select-all", act: () => grid.chosen = view.photos.map((photo) => photo.path) },
                { text: phone.tr("Add to favourites"), icon: "heart-outline", act: () => { view.desk.like(grid.chosen, true); view.done() } },
                { text: phone.tr("Move to album"), icon: "folder-move", act: () => view.desk.askMove(grid.chosen, view.done) },
            ] : view.more
        }
    ]
    PhotoGrid {
        id: grid
        y: view.room
        width: parent.width
        height: parent.height - y - view.foot
        onOpened: (photo) => view.desk.show(photo.path, view.scope)
    }
}
