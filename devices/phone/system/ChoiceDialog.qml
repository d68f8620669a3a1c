import QtQuick

// Choose one of several: options [{value, text}]. chosen(value) when one is tapped, which also closes it.
Dialog {
    id: dialog
    property var options: []
    property var value
    signal chosen(var value)
    accept: ""
    Scroller {
        width: parent.width
        height: Math.min(contentHeight, 380)
        contentHeight: options.height
        Column {
            id: options
            width: parent.width
            Repeater {
                model: dialog.options
                Pressable {
                    id: option
                    required property var modelData
                    readonly property bool current: modelData.value === dialog.value
                    width: options.width
                    height: Math.max(52, Theme.size(52))
                    treeClass: "android.widget.RadioButton"
                    treeText: modelData.text
                    treeCheckable: true
                    treeChecked: current
                    onClicked: { dialog.close(); dialog.chosen(modelData.value) }
                    Icon { name: option.current ? "radiobox-marked" : "radiobox-blank"; color: option.current ? Theme.primary : Theme.onSurfaceVariant; anchors.verticalCenter: parent.verticalCenter }
                    Label { x: 40; width: parent.width - 40; anchors.verticalCenter: parent.verticalCenter; text: option.modelData.text }
                }
            }
        }
    }
}
