import QtQuick

// A sentence at the bottom that goes away by itself. Takes no touches.
Rectangle {
    visible: phone.toast !== ""
    radius: 24
    color: Theme.onSurface
    width: Math.min(parent.width - 48, words.implicitWidth + 48)
    height: Math.max(48, words.height + 24)
    anchors.horizontalCenter: parent.horizontalCenter
    y: parent.height - 92 - height
    Label {
        id: words
        anchors.centerIn: parent
        width: Math.min(implicitWidth, glassWidth - 96)
        readonly property real glassWidth: parent.parent.width
        wrapMode: Text.Wrap
        maximumLineCount: 2
        text: phone.toast
        color: Theme.surface
        sp: 14
    }
}
