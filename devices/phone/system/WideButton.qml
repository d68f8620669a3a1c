import QtQuick

// A button as wide as its card, as the system's questions have them.
Pressable {
    id: button
    property string text
    property string icon
    property bool plain: false
    width: parent ? parent.width : 0
    height: Math.max(52, words.height + 24)
    radius: 16
    tint: words.color
    treeText: text
    Rectangle { z: -1; anchors.fill: parent; radius: button.radius; color: button.plain ? Theme.surfaceHigh : Theme.primaryContainer }
    Icon { visible: button.icon !== ""; name: button.icon; size: 22; x: 18; anchors.verticalCenter: parent.verticalCenter; color: words.color }
    Label {
        id: words
        x: button.icon !== "" ? 48 : 16
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        text: button.text
        sp: 15
        font.weight: Font.Medium
        color: button.plain ? Theme.onSurface : Theme.onPrimaryContainer
    }
}
