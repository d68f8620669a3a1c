import QtQuick
import "../../system"

// One round key of the calculator.
Pressable {
    id: key
    property string text
    property string icon
    property color face: Theme.surfaceHigh
    property color ink: Theme.onSurface
    radius: Math.min(width, height) / 2
    tint: ink
    treeText: text
    Rectangle { z: -1; anchors.fill: parent; radius: key.radius; color: key.face }
    Label { visible: text !== ""; anchors.centerIn: parent; text: key.text; color: key.ink; font.pixelSize: Math.min(32, key.height * (key.width > key.height * 1.5 ? 0.55 : 0.42)) }
    Icon { visible: name !== ""; anchors.centerIn: parent; name: key.icon; color: key.ink; size: Math.min(28, key.height * 0.6) }
}
