import QtQuick

// A modal card in the middle of the screen. Put the content inside; accepted() and rejected() tell how it ended.
Item {
    id: dialog
    property string title
    property string treeClass: "android.app.Dialog"
    property string message
    property string accept: phone.tr("OK")
    property string reject: phone.tr("Cancel")
    default property alias content: body.data
    signal accepted
    signal rejected
    anchors.fill: parent
    visible: false
    z: 50
    // Over the whole page, its bar included, wherever in the page it is declared.
    Component.onCompleted: {
        let place = parent
        while (place && place.objectName !== "page") place = place.parent
        if (place) parent = place
    }
    function open() { visible = true }
    function close() { visible = false }
    function back() {
        if (!visible) return false
        visible = false
        rejected()
        return true
    }
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.4 }
    MouseArea { anchors.fill: parent; onClicked: dialog.back() }
    Rectangle {
        width: Math.min(parent.width - 48, 360)
        height: column.height + 40
        radius: 28
        anchors.centerIn: parent
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent }
        Column {
            id: column
            x: 24
            y: 24
            width: parent.width - 48
            spacing: 12
            Label { visible: text !== ""; width: parent.width; text: dialog.title; sp: 22; wrapMode: Text.WordWrap }
            Label { visible: text !== ""; width: parent.width; text: dialog.message; sp: 15; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant }
            Item { id: body; width: parent.width; height: childrenRect.height }
            Item {
                width: parent.width
                height: 44
                TextButton {
                    id: yes
                    visible: text !== ""
                    text: dialog.accept
                    anchors.right: parent.right
                    onClicked: { dialog.visible = false; dialog.accepted() }
                }
                TextButton {
                    visible: text !== ""
                    text: dialog.reject
                    anchors.right: yes.visible ? yes.left : parent.right
                    onClicked: dialog.back()
                }
            }
        }
    }
}
