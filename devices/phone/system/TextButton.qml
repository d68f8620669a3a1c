import QtQuick

// A button that is only its words, or a filled pill where filled is set.
Pressable {
    id: button
    property string text
    property bool filled: false
    property color ink: filled ? Theme.onPrimary : Theme.primary
    width: words.implicitWidth + (filled ? 48 : 32)
    height: 44
    radius: 22
    tint: ink
    treeText: text
    Rectangle { anchors.fill: parent; radius: 22; color: Theme.primary; visible: button.filled; z: -1 }
    Label { id: words; anchors.centerIn: parent; text: button.text; sp: 15; font.weight: Font.Medium; color: button.ink }
}
