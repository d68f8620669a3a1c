import QtQuick

// Tabs of words at the top of a page; labels: strings.
Item {
    id: strip
    property var labels: []
    property int current: 0
    readonly property var shown: phone.updated ? Array.from(labels).reverse() : labels  // another order in a newer version
    function at(index) { return phone.updated ? labels.length - 1 - index : index }
    signal chosen(int index)
    width: parent ? parent.width : 0
    height: 48
    Row {
        Repeater {
            model: strip.shown
            Pressable {
                id: tab
                required property string modelData
                required property int index
                readonly property bool active: strip.current === strip.at(index)
                width: strip.width / Math.max(1, strip.labels.length)
                height: strip.height
                treeClass: "android.widget.FrameLayout"
                treeText: modelData
                treeCheckable: true
                treeChecked: active
                onClicked: strip.chosen(strip.at(index))
                Label { anchors.fill: parent; anchors.margins: 4; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 8; text: tab.modelData; sp: 14; font.weight: Font.Medium; color: tab.active ? Theme.primary : Theme.onSurfaceVariant }
                Rectangle { visible: tab.active; width: parent.width * 0.6; height: 3; radius: 1.5; anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; color: Theme.primary }
            }
        }
    }
    Rectangle { width: parent.width; height: 1; anchors.bottom: parent.bottom; color: Theme.outlineVariant; opacity: 0.6 }
}
