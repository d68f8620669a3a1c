import QtQuick
import "../../system"

// One person in the list; letter starts a new group of names.
Pressable {
    id: row
    property string name
    property string letter
    property bool starred: false
    width: parent ? parent.width : 0
    height: Math.max(60, Theme.size(60), words.height + 4)
    treeClass: "android.widget.LinearLayout"
    treeText: name
    Label { property bool treeHidden: true; x: 20; anchors.verticalCenter: parent.verticalCenter; text: row.letter; sp: 15; font.weight: Font.Medium; color: Theme.primary }
    Avatar { x: 52; anchors.verticalCenter: parent.verticalCenter; name: row.name }
    Label { id: words; x: 108; width: row.width - x - 56; anchors.verticalCenter: parent.verticalCenter; text: row.name; sp: 17; wrapMode: Text.Wrap; maximumLineCount: 2 }
    Icon { visible: row.starred; name: "star"; size: 20; color: "#F9AB00"; anchors.right: parent.right; anchors.rightMargin: 24; anchors.verticalCenter: parent.verticalCenter }
}
