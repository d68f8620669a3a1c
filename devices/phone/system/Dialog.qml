import QtQuick

// A modal card in the middle of the screen. Put the content inside; accepted() and rejected() tell how it ended.
Item {
    id: dialog
    property string title
    property string treeClass: "android.app.Dialog"
    property bool treeModal: true
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
    // What is typed after it has gone is meant for something else.
    onVisibleChanged: {
        const field = Window.activeFocusItem
        for (let item = visible ? null : field; item; item = item.parent) if (item === dialog) field.focus = false
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
        id: card
        readonly property bool tight: dialog.height < 260  // a phone that lies on its side, with the keyboard
        width: Math.min(parent.width - 48, 360)
        height: Math.min(column.height + (tight ? 16 : 40), parent.height - (tight ? 8 : 16))
        radius: tight ? 16 : 28
        anchors.centerIn: parent
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent }
        Flickable {
            id: room
            x: 24
            y: card.tight ? 8 : 24
            width: card.width - 48
            height: card.height - (card.tight ? 16 : 40)
            contentHeight: column.height
            interactive: contentHeight > height
            clip: interactive
            boundsBehavior: Flickable.StopAtBounds
            property var treeClass: interactive ? "android.widget.ScrollView" : undefined
            property bool treeScrollable: interactive
            // What is being written stays in sight.
            onHeightChanged: {
                const field = dialog.Window.activeFocusItem
                contentY = field && interactive ? Math.max(0, Math.min(contentHeight - height, field.mapToItem(column, 0, 0).y - 20)) : 0
            }
            Column {
                id: column
                width: parent.width
                spacing: card.tight ? 4 : 12
                Label { visible: text !== ""; width: parent.width; text: dialog.title; sp: 22; wrapMode: Text.Wrap }
                Label { visible: text !== ""; width: parent.width; text: dialog.message; sp: 15; wrapMode: Text.Wrap; color: Theme.onSurfaceVariant }
                Item { id: body; width: parent.width; height: childrenRect.height }
                // Side by side, or one above the other where they are too long for that.
                Flow {
                    width: parent.width
                    layoutDirection: Qt.RightToLeft
                    TextButton {
                        visible: text !== ""
                        width: Math.min(implicitWidth, parent.width)
                        text: dialog.accept
                        onClicked: { dialog.visible = false; dialog.accepted() }
                    }
                    TextButton {
                        visible: text !== ""
                        width: Math.min(implicitWidth, parent.width)
                        text: dialog.reject
                        onClicked: dialog.back()
                    }
                }
            }
        }
    }
}
