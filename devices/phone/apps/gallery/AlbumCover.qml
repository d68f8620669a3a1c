import QtQuick
import "../../system"

// An album: its newest picture, its name, how many there are.
Pressable {
    id: cover
    property string title
    property string icon: "image-outline"
    property var photos: []
    height: width + Theme.size(48)
    radius: 16
    treeClass: "android.widget.LinearLayout"
    treeText: title
    Rectangle {
        width: parent.width
        height: width
        radius: 16
        color: Theme.surfaceHigh
        z: -1
        clip: true
        Icon { visible: cover.photos.length === 0; anchors.centerIn: parent; size: 48; name: cover.icon }
        Photo { property bool treeHidden: true; visible: cover.photos.length > 0; anchors.fill: parent; anchors.margins: 1; path: visible ? cover.photos[0].path : ""; revision: visible ? cover.photos[0].size : 0 }
        Icon { visible: cover.photos.length > 0 && cover.icon === "heart"; name: "heart"; color: "#FFFFFF"; x: parent.width - 34; y: parent.height - 34 }
    }
    Label { y: parent.width + 6; x: 4; width: parent.width - 8; text: cover.title; sp: 15; font.weight: Font.Medium }
    Label { y: parent.width + 6 + Theme.size(19); x: 4; width: parent.width - 8; text: cover.photos.length; sp: 13; color: Theme.onSurfaceVariant }
}
