import QtQuick
import "../../system"

// An event as a block of its colour.
Pressable {
    id: block
    property var event: ({})
    clip: true
    radius: 5
    tint: "#000000"
    treeText: event.title || phone.tr("(No title)")
    Rectangle { anchors.fill: parent; z: -1; radius: 5; color: block.event.colour || Theme.primary }
    Label {
        x: 4
        y: 1
        width: parent.width - 6
        height: parent.height - 2
        text: block.treeText
        font.pixelSize: Math.min(Theme.size(width < 44 ? 10 : 12), Math.max(9, block.height - 6))
        verticalAlignment: block.height < 32 ? Text.AlignVCenter : Text.AlignTop
        wrapMode: block.height < 32 ? Text.NoWrap : Text.Wrap
        color: "#FFFFFF"
    }
}
