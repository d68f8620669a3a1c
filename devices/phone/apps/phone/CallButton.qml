import QtQuick
import "../../system"

// One of the round switches of a call.
Pressable {
    id: button
    property string icon
    property string text
    property bool on: false
    width: 84
    height: 92
    radius: 20
    treeText: text
    treeCheckable: true
    treeChecked: on
    Rectangle {
        width: 60; height: 60; radius: button.on ? 20 : 30
        anchors.horizontalCenter: parent.horizontalCenter
        y: 4
        color: button.on ? Theme.primary : Theme.surfaceHigh
        Icon { anchors.centerIn: parent; name: button.icon; color: button.on ? Theme.onPrimary : Theme.onSurface }
    }
    Label { property bool treeHidden: true; width: parent.width; y: 68; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 8; text: button.text; font.pixelSize: Math.min(16, Theme.size(13)); color: Theme.onSurfaceVariant }
}
