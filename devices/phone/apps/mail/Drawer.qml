import QtQuick
import "../../system"

// The folders, coming in from the side where lines begin.
Item {
    id: drawer
    property var folders: []  // {id, text, icon, count}
    property string current
    property string owner
    property string address
    property bool treeModal: true
    signal chosen(string folder)
    anchors.fill: parent
    visible: false
    z: 40
    function back() {
        if (!visible) return false
        visible = false
        return true
    }
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.4 }
    MouseArea { anchors.fill: parent; onClicked: drawer.visible = false }
    Rectangle {
        property string treeClass: "android.widget.ListView"
        width: Math.min(parent.width - 56, 320)
        height: parent.height
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent }
        Scroller {
            anchors.fill: parent
            Item {
                width: parent.width
                height: 76 + words.height
                Avatar { x: 20; y: 16; size: 48; name: drawer.owner }
                Column {
                    id: words
                    x: 20; y: 72
                    width: parent.width - 40
                    Label { width: parent.width; text: drawer.owner; sp: 18; font.weight: Font.Medium }
                    Label { width: parent.width; text: drawer.address; sp: 14; color: Theme.onSurfaceVariant }
                }
            }
            Item { width: 1; height: 12 }
            Repeater {
                model: drawer.folders
                Pressable {
                    id: entry
                    required property var modelData
                    readonly property bool active: modelData.id === drawer.current
                    x: 8
                    width: parent.width - 16
                    height: Math.max(52, Theme.size(52))
                    radius: height / 2
                    treeClass: "android.widget.LinearLayout"
                    treeText: modelData.text
                    treeChecked: active
                    onClicked: { drawer.visible = false; drawer.chosen(modelData.id) }
                    Rectangle { anchors.fill: parent; radius: height / 2; color: Theme.primaryContainer; visible: entry.active; z: -1 }
                    Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: entry.modelData.icon; color: entry.active ? Theme.onPrimaryContainer : Theme.onSurfaceVariant }
                    Label { property bool treeHidden: true; x: 56; width: parent.width - 104; anchors.verticalCenter: parent.verticalCenter; text: entry.modelData.text; color: entry.active ? Theme.onPrimaryContainer : Theme.onSurface }
                    Label { anchors.right: parent.right; anchors.rightMargin: 20; anchors.verticalCenter: parent.verticalCenter; text: entry.modelData.count || ""; sp: 13; color: Theme.onSurfaceVariant }
                }
            }
        }
    }
}
