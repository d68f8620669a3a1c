import QtQuick
import "../../system"

// The largest files: choose some, delete them.
Column {
    id: view
    property var app
    property var page
    property var chosen: []
    readonly property var files: { store.revision; return store.call("settings", "largest", {}).files }
    readonly property real amount: files.filter((file) => chosen.includes(file.path)).reduce((sum, file) => sum + file.bytes, 0)
    readonly property var icons: ({ images: "file-image", videos: "file-video", audio: "file-music", documents: "file-document" })
    function toggle(path) { chosen = chosen.includes(path) ? chosen.filter((other) => other !== path) : [...chosen, path] }
    Note { text: view.files.length ? phone.tr("The largest files on this phone") : phone.tr("There are no files to delete") }
    Item {
        visible: view.files.length > 0
        width: parent.width
        height: free.height + 8
        TextButton {
            id: free
            x: 24
            filled: true
            enabled: view.chosen.length > 0
            opacity: enabled ? 1 : 0.4
            text: phone.tr("Free up %1").arg(view.app.facts.bytes(view.amount))
            onClicked: view.app.ask(phone.tr("Delete these files?"), phone.tr("Files to delete: %1. This cannot be undone.").arg(view.chosen.length), phone.tr("Delete"), () => {
                store.call("settings", "deleteFiles", { paths: view.chosen })
                view.chosen = []
            })
        }
    }
    Repeater {
        model: view.files
        ListRow {
            required property var modelData
            icon: view.icons[modelData.kind] || "file"
            title: modelData.name
            summary: view.app.facts.bytes(modelData.bytes)
            treeClass: "android.widget.CheckBox"
            treeText: title
            treeCheckable: true
            treeChecked: view.chosen.includes(modelData.path)
            onClicked: view.toggle(modelData.path)
            CheckBox { on: view.chosen.includes(modelData.path) }
        }
    }
}
