import QtQuick
import "../../system"

// One conversation in the list.
Pressable {
    id: row
    property string name
    property string snippet
    property string when
    property int unread: 0
    property bool draft: false
    property bool chosen: false
    width: parent ? parent.width : 0
    height: Math.max(76, Theme.size(76), texts.height + 24)
    treeClass: "android.widget.LinearLayout"
    treeText: name
    treeChecked: chosen
    Rectangle { anchors.fill: parent; color: Theme.primaryContainer; visible: row.chosen; z: -1 }
    Avatar { visible: !row.chosen; x: 16; size: 44; anchors.verticalCenter: parent.verticalCenter; name: /^[+(\d]/.test(row.name) ? "" : row.name }
    Icon { visible: row.chosen; x: 18; size: 40; name: "check-circle"; color: Theme.primary; anchors.verticalCenter: parent.verticalCenter }
    Column {
        id: texts
        x: 76
        width: row.width - x - 24
        anchors.verticalCenter: parent.verticalCenter
        spacing: 3
        Item {
            width: parent.width
            height: title.height
            Label { id: title; property bool treeHidden: true; width: parent.width - stamp.width - 8; text: row.name; sp: 17; wrapMode: Text.Wrap; maximumLineCount: 2; font.weight: row.unread ? Font.Bold : Font.Normal }
            Label { id: stamp; anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: row.when; sp: 12; font.weight: row.unread ? Font.Bold : Font.Normal; color: Theme.onSurfaceVariant }
        }
        Item {
            width: parent.width
            height: words.height
            Label { id: words; width: parent.width - 32; text: row.snippet; sp: 14; font.weight: row.unread ? Font.Bold : Font.Normal; color: row.draft ? Theme.error : row.unread ? Theme.onSurface : Theme.onSurfaceVariant }
            Rectangle {
                visible: row.unread > 0
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(20, count.implicitWidth + 10); height: 20; radius: 10
                color: Theme.primary
                Label { id: count; anchors.centerIn: parent; text: row.unread || ""; font.pixelSize: 12; color: Theme.onPrimary }
            }
        }
    }
}
