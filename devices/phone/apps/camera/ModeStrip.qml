import QtQuick
import "../../system"

// The words above the shutter, the current one on a pill.
Row {
    id: strip
    property var modes: []  // {value, text}
    property string current
    signal chosen(string value)
    spacing: 4
    Repeater {
        model: strip.modes
        Pressable {
            id: mode
            required property var modelData
            readonly property bool active: modelData.value === strip.current
            width: words.implicitWidth + 28
            height: Math.max(36, Theme.size(36))
            radius: height / 2
            tint: "#FFFFFF"
            treeText: modelData.text
            treeCheckable: true
            treeChecked: active
            onClicked: strip.chosen(modelData.value)
            Rectangle { anchors.fill: parent; radius: parent.radius; z: -1; color: mode.active ? "#FFFFFF" : "transparent"; opacity: 0.9 }
            Label { id: words; anchors.centerIn: parent; text: mode.modelData.text; sp: 14; font.weight: Font.Medium; color: mode.active ? "#202124" : "#FFFFFF" }
        }
    }
}
