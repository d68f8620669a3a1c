import QtQuick

// The bar at the bottom of an app: one entry a tab ({label, icon, badge}), the current one on a pill.
Rectangle {
    id: bar
    property var tabs: []
    property int current: 0
    readonly property var shown: phone.updated ? tabs.slice().reverse() : tabs  // another order in a newer version
    function at(index) { return phone.updated ? tabs.length - 1 - index : index }
    signal chosen(int index)
    width: parent ? parent.width : 0
    height: 76
    color: Theme.surfaceHigh
    Row {
        Repeater {
            model: bar.shown
            Pressable {
                id: tab
                required property var modelData
                required property int index
                readonly property bool active: bar.current === bar.at(index)
                width: bar.width / bar.tabs.length
                height: bar.height
                treeClass: "android.widget.FrameLayout"
                treeText: modelData.label
                treeCheckable: true
                treeChecked: active
                onClicked: bar.chosen(bar.at(index))
                Rectangle { visible: tab.active; anchors.horizontalCenter: parent.horizontalCenter; y: 10; width: 60; height: 32; radius: 16; color: Theme.primaryContainer }
                Icon { anchors.horizontalCenter: parent.horizontalCenter; y: 14; height: 24; name: tab.modelData.icon; color: tab.active ? Theme.onPrimaryContainer : Theme.onSurfaceVariant }
                Rectangle {
                    visible: !!tab.modelData.badge
                    x: parent.width / 2 + 6; y: 8
                    width: Math.max(16, count.implicitWidth + 8); height: 16; radius: 8
                    color: Theme.error
                    Label { id: count; anchors.centerIn: parent; text: tab.modelData.badge ? String(tab.modelData.badge) : ""; sp: 10; color: Theme.surface }
                }
                Label { x: 2; width: parent.width - 4; horizontalAlignment: Text.AlignHCenter; y: Math.min(46, parent.height - height); fontSizeMode: Text.HorizontalFit; minimumPixelSize: 8; text: tab.modelData.label; sp: 12; font.weight: tab.active ? Font.Medium : Font.Normal; color: tab.active ? Theme.onSurface : Theme.onSurfaceVariant }
            }
        }
    }
}
