import QtQuick

// Text in the phone's own font. It begins where lines begin in the phone's language; with end set, it ends where they end.
Text {
    id: label
    property int sp: 16
    property bool end: false
    font.pixelSize: Theme.size(sp)
    color: Theme.onSurface
    textFormat: Text.PlainText
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
    horizontalAlignment: end !== Theme.rtl ? Text.AlignRight : Text.AlignLeft
    transform: Scale { xScale: Theme.rtl ? -1 : 1; origin.x: label.width / 2 }
}
