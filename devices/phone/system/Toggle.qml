import QtQuick

// A Material 3 switch; shows a state, takes no touches of its own.
Item {
    property bool on: false
    width: 52
    height: 32
    Rectangle {
        anchors.fill: parent
        radius: 16
        color: parent.on ? Theme.primary : Theme.surfaceHigh
        border.width: parent.on ? 0 : 2
        border.color: Theme.outline
    }
    Rectangle {
        property int side: parent.on ? 24 : 16
        width: side
        height: side
        radius: side / 2
        anchors.verticalCenter: parent.verticalCenter
        x: parent.on ? 24 : 8
        color: parent.on ? Theme.onPrimary : Theme.outline
    }
}
