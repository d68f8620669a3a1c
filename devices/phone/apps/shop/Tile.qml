import QtQuick
import "../../system"

// The picture of a product: its glyph on its colour.
Rectangle {
    property string icon
    property color tile: "#5F6368"
    property bool faded: false
    radius: 12
    color: Qt.tint(Theme.surfaceHigh, Qt.rgba(tile.r, tile.g, tile.b, Theme.dark ? 0.35 : 0.16))
    opacity: faded ? 0.5 : 1
    Icon { anchors.centerIn: parent; name: parent.icon; size: Math.min(parent.width, parent.height) * 0.52; color: Theme.dark ? Qt.lighter(parent.tile, 1.7) : parent.tile }
}
