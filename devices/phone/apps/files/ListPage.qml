import QtQuick
import "../../system"

// A page with a list of files: the bar says how many are selected and what can be done with them.
AppPage {
    id: view
    property var desk  // the app, which does what is asked for
    property string heading
    property alias entries: list.entries
    property alias places: list.places
    property alias list: list
    property var more: []  // further entries of the menu
    property real room: 0  // room for what the page puts above the list
    readonly property string order: Stored.setting("secure/files_sort", "name")
    readonly property bool grid: Stored.setting("secure/files_view", "list") === "grid"
    readonly property bool hidden: Stored.setting("secure/files_hidden", "0") === "1"
    readonly property var chosen: list.chosenEntries
    title: list.selecting ? phone.tr("%1 selected").replace("%1", chosen.length) : heading
    function done() { list.chosen = [] }
    function back() {
        if (!list.selecting) return false
        done()
        return true
    }
    function paths() { return chosen.map((entry) => entry.path) }
    actions: [
        IconButton { visible: list.selecting; icon: "share-variant"; label: phone.tr("Share"); onClicked: view.desk.share(view.chosen) },
        IconButton { visible: list.selecting; icon: "delete-outline"; label: phone.tr("Delete"); onClicked: view.desk.askThrow(view.chosen, view.done) },
        IconButton {
            visible: !list.selecting
            icon: view.grid ? "view-list" : "view-grid"
            label: view.grid ? phone.tr("List view") : phone.tr("Grid view")
            onClicked: store.put("secure", "files_view", view.grid ? "list" : "grid")
        },
        Menu {
            entries: list.selecting ? [
                { text: phone.tr("Select all"), icon: "select-all", act: () => list.chosen = list.sorted.map((entry) => entry.path) },
                { text: phone.tr("Copy to…"), icon: "content-copy", act: () => view.desk.pick("copy", view.paths(), view.done) },
                { text: phone.tr("Move to…"), icon: "folder-move", act: () => view.desk.pick("move", view.paths(), view.done) },
                { text: phone.tr("Rename"), icon: "rename-box", enabled: view.chosen.length === 1, act: () => view.desk.askRename(view.chosen[0], view.done) },
                { text: phone.tr("Details"), icon: "information-outline", enabled: view.chosen.length === 1, act: () => view.desk.details(view.chosen[0].path) },
            ] : view.more.concat([
                { text: phone.tr("Sort by"), icon: "sort", act: () => view.desk.askSort() },
                { text: view.hidden ? phone.tr("Don't show hidden files") : phone.tr("Show hidden files"), icon: view.hidden ? "eye-off-outline" : "eye-outline", act: () => store.put("secure", "files_hidden", view.hidden ? "0" : "1") },
            ])
        }
    ]
    FileList {
        id: list
        y: view.room
        width: parent.width
        height: parent.height - y
        order: view.order
        grid: view.grid
        onOpened: (entry) => view.desk.openEntry(entry, view)
    }
}
