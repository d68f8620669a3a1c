import QtQuick
import "../../system"

// The sleeve of an album, drawn from its name.
Item {
    property string album
    property alias treeLabel: photo.treeLabel
    Photo { id: photo; property bool treeHidden: true; anchors.fill: parent; path: "cover:" + parent.album }
}
