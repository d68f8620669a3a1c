import QtQuick

// One glyph of the icon font by name; not a node of the UI tree.
Text {
    property string name
    property bool treeHidden: true
    property int size: 24
    text: name ? phone.icon(name) : ""
    font.family: Theme.iconFont
    font.pixelSize: size
    color: Theme.onSurfaceVariant
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
}
