import QtQuick

// A button that is only its words, or a filled pill where filled is set. Narrower than its words, it takes more lines.
Pressable {
    id: button
    property string text
    property bool filled: false
    property color ink: filled ? Theme.onPrimary : Theme.primary
    readonly property real margins: filled ? 48 : 32
    implicitWidth: words.implicitWidth + margins
    width: implicitWidth
    height: Math.max(44, words.height + 4)
    radius: height / 2
    tint: ink
    treeText: text
    Rectangle { anchors.fill: parent; radius: button.radius; color: Theme.primary; visible: button.filled; z: -1 }
    Label { id: words; anchors.centerIn: parent; width: button.width - button.margins; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.Wrap; text: button.text; sp: 15; font.weight: Font.Medium; color: button.ink }
}
