import QtQuick
import "../../system"

// Where to? Folders only; "here" copies or moves what was selected into the folder that is open.
AppPage {
    id: view
    property var desk
    property string verb: "copy"
    property var paths: []
    property string path: "/sdcard"
    signal agreed
    name: "pick"
    title: verb === "move" ? phone.tr("Move to…") : phone.tr("Copy to…")
    readonly property var folders: listing.entries.filter((entry) => entry.folder && !paths.includes(entry.path))
    function back() {
        if (path === "/sdcard") return false
        path = path.slice(0, path.lastIndexOf("/"))
        return true
    }
    actions: IconButton { icon: "folder-plus"; label: phone.tr("New folder"); onClicked: view.desk.askFolder(view.path) }
    Listing { id: listing; method: "list"; values: ({ path: view.path }) }
    Crumbs { id: crumbs; path: view.path; onChosen: (where) => view.path = where }
    FileList { y: crumbs.height; width: parent.width; height: foot.y - y; entries: view.folders; selectable: false; onOpened: (entry) => view.path = entry.path }
    EmptyState { visible: view.folders.length === 0; icon: "folder-outline"; text: phone.tr("No folders in here") }
    Rectangle {
        id: foot
        y: parent.height - height
        width: parent.width
        height: Math.max(68, here.height + 20)
        color: Theme.surfaceHigh
        Label { x: 20; width: here.x - 28; wrapMode: Text.Wrap; maximumLineCount: 2; anchors.verticalCenter: parent.verticalCenter; sp: 14; color: Theme.onSurfaceVariant; text: view.paths.length === 1 ? view.paths[0].split("/").pop() : phone.tr("%1 items").replace("%1", view.paths.length) }
        TextButton { id: here; enabled: view.paths.length > 0; opacity: enabled ? 1 : 0.5; filled: true; width: Math.min(implicitWidth, foot.width * 0.6); x: parent.width - width - 16; anchors.verticalCenter: parent.verticalCenter; text: view.verb === "move" ? phone.tr("Move here") : phone.tr("Copy here"); onClicked: view.agreed() }
    }
}
