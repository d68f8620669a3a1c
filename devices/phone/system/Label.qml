import QtQuick

// Text in the phone's own font.
Text {
    property int sp: 16
    font.pixelSize: Theme.size(sp)
    color: Theme.onSurface
    textFormat: Text.PlainText
    elide: Text.ElideRight
    verticalAlignment: Text.AlignVCenter
}
