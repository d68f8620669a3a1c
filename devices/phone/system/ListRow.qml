import QtQuick

// One line of a list: icon, title, summary, and something on the right.
Pressable {
    id: row
    property string title
    property string summary
    property string icon
    property color iconColour: "transparent"  // transparent: a plain grey icon without a disc
    property bool divider: false
    default property alias trailing: side.data
    width: parent ? parent.width : 0
    height: summary ? Math.max(72, Theme.size(72)) : Math.max(56, Theme.size(56))
    treeClass: "android.widget.LinearLayout"

    Rectangle {
        visible: row.icon !== "" && row.iconColour.a > 0
        width: 40; height: 40; radius: 20
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        color: row.iconColour
    }
    Icon {
        visible: row.icon !== ""
        name: row.icon
        width: 40
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        color: row.iconColour.a > 0 ? "#FFFFFF" : Theme.onSurfaceVariant
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        x: row.icon !== "" ? 72 : 24
        width: row.width - x - side.width - 32
        spacing: 2
        Label { width: parent.width; text: row.title; sp: 18; color: row.enabled ? Theme.onSurface : Theme.outline }
        Label { width: parent.width; text: row.summary; sp: 14; visible: row.summary !== ""; color: Theme.onSurfaceVariant }
    }
    Item {
        id: side
        width: childrenRect.width
        height: childrenRect.height
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
    }
}
