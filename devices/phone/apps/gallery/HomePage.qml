import QtQuick
import "../../system"
import "photos.js" as Albums

// All pictures by day, and the albums, behind two tabs.
GridPage {
    id: view
    property int tab: 0
    property int binned: 0
    root: true
    name: tab === 1 ? "albums" : ""
    heading: tab === 1 ? phone.tr("Collections") : phone.tr("Photos")
    foot: 76
    grid.visible: tab === 0
    readonly property var albums: Albums.albums(photos)
    readonly property var liked: photos.filter((photo) => photo.favourite)
    buttons: [
        IconButton { icon: "magnify"; label: phone.tr("Search photos"); onClicked: view.desk.go("search") },
        IconButton { icon: "camera-outline"; label: phone.tr("Camera"); onClicked: phone.open("com.android.camera2", "", {}) }
    ]
    more: [
        { text: phone.tr("New album"), icon: "folder-plus", act: () => view.desk.askAlbum([], () => {}) },
        { text: phone.tr("Bin"), icon: "trash-can-outline", act: () => view.desk.go("trash") },
    ]
    function back() {
        if (grid.selecting) { done(); return true }
        if (tab === 0) return false
        tab = 0
        return true
    }
    EmptyState { visible: view.tab === 0 && view.photos.length === 0; icon: "image-multiple"; text: phone.tr("No photos yet"); detail: phone.tr("Pictures that you take or save appear here"); action: phone.tr("Open camera"); onActed: phone.open("com.android.camera2", "", {}) }
    Scroller {
        visible: view.tab === 1
        width: parent.width
        height: parent.height - 76
        Grid {
            id: covers
            x: 16
            width: view.width - 32
            columns: Math.max(2, Math.floor(width / 180))
            spacing: 12
            readonly property real side: (width - spacing * (columns - 1)) / columns
            AlbumCover { width: covers.side; title: phone.tr("Favourites"); photos: view.liked; icon: "heart"; onClicked: view.desk.go("album", { key: "favourites" }) }
            Repeater {
                model: view.tab === 1 ? view.albums : []
                AlbumCover {
                    required property var modelData
                    width: covers.side
                    title: view.desk.albumName(modelData.name)
                    photos: modelData.photos
                    onClicked: view.desk.go("album", { key: modelData.key })
                }
            }
        }
        ListRow { icon: "trash-can-outline"; treeText: title; title: phone.tr("Bin"); summary: view.binned ? phone.tr("%1 items").replace("%1", view.binned) : phone.tr("Empty"); onClicked: view.desk.go("trash") }
    }
    BottomBar {
        y: parent.height - height
        tabs: [{ label: phone.tr("Photos"), icon: "image-outline" }, { label: phone.tr("Collections"), icon: "view-dashboard" }]
        current: view.tab
        onChosen: (index) => { view.done(); view.tab = index }
    }
}
