import QtQuick
import "../../system"
import "sizes.js" as Sizes

// What is known of a file or a folder.
AppPage {
    id: view
    property var desk
    property string path: "/sdcard"
    name: "details"
    title: phone.tr("Details")
    readonly property var facts: known.answer
    Listing { id: known; method: "stat"; values: ({ path: view.path }) }
    actions: IconButton { visible: !view.facts.error && !view.facts.folder; icon: "share-variant"; label: phone.tr("Share"); onClicked: view.desk.share([view.facts]) }
    Scroller {
        visible: !view.facts.error
        anchors.fill: parent
        ListRow { treeClickable: false; icon: Sizes.icon(view.facts.kind); title: view.path === "/sdcard" ? phone.tr("Internal storage") : view.facts.name || view.path; summary: phone.tr("File name") }
        ListRow { treeClickable: false; icon: "folder-outline"; title: view.path.slice(0, view.path.lastIndexOf("/")) || "/"; summary: phone.tr("Folder") }
        ListRow { treeClickable: false; icon: "harddisk"; title: Sizes.text(view.facts.size || 0); summary: phone.tr("Size") }
        ListRow { visible: !!view.facts.folder; treeClickable: false; icon: "file-document-multiple"; title: String(view.facts.count); summary: phone.tr("Files inside") }
        ListRow { visible: !view.facts.folder; treeClickable: false; icon: "shape-outline"; title: Sizes.mime(view.facts.name || "", view.facts.kind); summary: phone.tr("Type") }
        ListRow { visible: view.facts.modified > 0; treeClickable: false; icon: "calendar"; title: phone.formatTime(view.facts.modified || 0, "date") + ", " + phone.formatTime(view.facts.modified || 0, "time"); summary: phone.tr("Last changed") }
    }
    EmptyState { visible: !!view.facts.error; icon: "file-outline"; text: phone.tr("This file is no longer there"); detail: view.path }
}
