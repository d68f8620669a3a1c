import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// A text file to change. Leaving it with changes asks first.
AppPage {
    id: view
    property var desk
    property string path
    property string before
    property bool isNew: false
    readonly property bool changed: body.text !== before
    signal saved
    signal leaving
    name: "edit"
    title: path.split("/").pop()
    Component.onCompleted: {
        const read = store.call("files", "read", { path: path })
        before = read.text || ""
        isNew = !!read.error
        body.text = before
    }
    StackView.onActivated: Qt.callLater(() => body.input.forceActiveFocus())
    function back() {
        if (!changed) return false
        leaving()
        return true
    }
    actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: if (view.desk.tell(store.call("files", "write", { path: view.path, text: body.text }))) { view.before = body.text; view.saved() } }
    Scroller {
        anchors.fill: parent
        Field { id: body; plain: true; multiline: true; sp: 15; label: phone.tr("Write here"); treeId: "text"; height: Math.max(view.height - 120, input.contentHeight + 28) }
    }
}
