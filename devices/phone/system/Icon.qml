import QtQuick

// One glyph of the icon font by name; not a node of the UI tree. Arrows and the like point the other way right to left.
Text {
    id: icon
    property string name
    property bool treeHidden: true
    property int size: 24
    readonly property bool turns: /arrow|triangle|chevron-(left|right)|backspace|send|reply|undo|redo|login|logout|forward|rewind|skip|playlist|format-list|text|exit|directions/.test(name)
    text: name ? phone.icon(name) : ""
    font.family: Theme.iconFont
    font.pixelSize: size
    color: Theme.onSurfaceVariant
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    transform: Scale { xScale: Theme.rtl && !icon.turns ? -1 : 1; origin.x: icon.width / 2 }
}
