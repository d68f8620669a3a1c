import QtQuick

// Choose one of several: options [{value, text}]. chosen(value) when one is tapped, which also closes it. Without a value that
// holds now they are things to do.
Dialog {
    id: dialog
    property var options: []
    property var value
    readonly property bool radios: value !== undefined
    signal chosen(var value)
    accept: ""
    Scroller {
        width: parent.width
        height: Math.min(contentHeight, 380, Math.max(104, dialog.height - 150))
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
                    height: Math.max(52, Theme.size(52), words.height + 12)
                    treeClass: dialog.radios ? "android.widget.RadioButton" : "android.widget.TextView"
                    treeText: modelData.text
                    treeCheckable: dialog.radios
                    treeChecked: current
                    onClicked: { dialog.close(); dialog.chosen(modelData.value) }
                    Icon { visible: dialog.radios; name: option.current ? "radiobox-marked" : "radiobox-blank"; color: option.current ? Theme.primary : Theme.onSurfaceVariant; anchors.verticalCenter: parent.verticalCenter }
                    Label { id: words; x: dialog.radios ? 40 : 8; width: parent.width - x; anchors.verticalCenter: parent.verticalCenter; wrapMode: Text.Wrap; maximumLineCount: 3; text: option.modelData.text }
                }
            }
        }
    }
}
