import QtQuick
import "../../system"

// One person or number of a list: an avatar, two lines, and something on the right.
Pressable {
    id: row
    property string name
    property string summary
    property string mark  // an icon before the summary
    property color markInk: Theme.onSurfaceVariant
    property bool strong: false
    default property alias trailing: side.data
    width: parent ? parent.width : 0
    height: Math.max(68, Theme.size(68), words.height + 20)
    treeClass: "android.widget.LinearLayout"
    treeText: name
    Avatar { x: 16; anchors.verticalCenter: parent.verticalCenter; name: /^[+(\d*#]/.test(row.name) ? "" : row.name }
    Column {
        id: words
        x: 72
        width: row.width - x - side.width - 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Label { property bool treeHidden: true; width: parent.width; text: row.name; sp: 17; wrapMode: Text.Wrap; maximumLineCount: 2; font.weight: row.strong ? Font.Bold : Font.Normal }
        Item {
            visible: row.summary !== ""
            width: parent.width
            height: line.height
            Icon { id: sign; visible: row.mark !== ""; name: row.mark; size: 16; color: row.markInk; anchors.verticalCenter: parent.verticalCenter }
            Label { id: line; x: row.mark ? 22 : 0; width: parent.width - x; text: row.summary; sp: 14; wrapMode: Text.Wrap; maximumLineCount: 2; color: row.strong ? row.markInk : Theme.onSurfaceVariant }
        }
    }
    Row { id: side; anchors.right: parent.right; anchors.rightMargin: 8; anchors.verticalCenter: parent.verticalCenter }
}
