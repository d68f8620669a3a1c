import QtQuick
import "../../system"

// The bar at the bottom: one entry a tab, the current one on a pill.
Rectangle {
    id: bar
    property var tabs: []
    property int current: 0
    signal chosen(int index)
    height: 76
    color: Theme.surfaceHigh
    Row {
        Repeater {
            model: bar.tabs
            Pressable {
                id: tab
                required property var modelData
                required property int index
                readonly property bool active: bar.current === index
                width: bar.width / bar.tabs.length
                height: bar.height
                treeClass: "android.widget.FrameLayout"
                treeText: modelData.label
                treeCheckable: true
                treeChecked: active
                onClicked: bar.chosen(index)
                Rectangle { visible: tab.active; anchors.horizontalCenter: parent.horizontalCenter; y: 10; width: 60; height: 32; radius: 16; color: Theme.primaryContainer }
                Icon { anchors.horizontalCenter: parent.horizontalCenter; y: 14; height: 24; name: tab.modelData.icon; color: tab.active ? Theme.onPrimaryContainer : Theme.onSurfaceVariant }
                Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; y: 46; text: tab.modelData.label; sp: 12; font.weight: tab.active ? Font.Medium : Font.Normal; color: tab.active ? Theme.onSurface : Theme.onSurfaceVariant }
            }
        }
    }
}
