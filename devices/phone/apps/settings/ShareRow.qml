import QtQuick
import "../../system"

// A line with a bar: what, how much, and its share (0..1) of the whole.
Pressable {
    id: row
    property string title
    property string amount
    property real share: 0
    property string icon
    property color bar: Theme.primary
    property string app: ""  // a package whose icon stands in front
    readonly property var described: app ? phone.app(app) : null
    width: parent ? parent.width : 0
    height: Math.max(72, Theme.size(72), texts.height + 24)
    treeClass: "android.widget.LinearLayout"
    treeText: title
    Rectangle {
        visible: row.app !== ""
        x: 16; width: 40; height: 40; radius: 20
        anchors.verticalCenter: parent.verticalCenter
        color: row.described ? row.described.colour : "transparent"
    }
    Icon {
        x: 16; width: 40
        anchors.verticalCenter: parent.verticalCenter
        name: row.described ? row.described.icon : row.icon
        color: row.described ? "#FFFFFF" : Theme.onSurfaceVariant
    }
    Column {
        id: texts
        x: 72
        width: parent.width - 96
        anchors.verticalCenter: parent.verticalCenter
        spacing: 6
        Item {
            width: parent.width
            height: words.height
            Label { id: words; width: parent.width - much.width - 12; text: row.title; wrapMode: Text.Wrap }
            Label { id: much; anchors.right: parent.right; text: row.amount; sp: 14; color: Theme.onSurfaceVariant; end: true; anchors.verticalCenter: parent.verticalCenter }
        }
        Rectangle {
            width: parent.width; height: 6; radius: 3
            color: Theme.primaryContainer
            Rectangle { width: Math.max(6, parent.width * Math.min(1, row.share)); height: 6; radius: 3; color: row.bar; visible: row.share > 0 }
        }
    }
}
