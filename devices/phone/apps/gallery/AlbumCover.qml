import QtQuick
import "../../system"

// An album: its newest picture, its name, how many there are.
Pressable {
    id: cover
    property string title
    property string icon: "image-outline"
    property var photos: []
    height: width + words.height + 12
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
    Column {
        id: words
        x: 4
        y: parent.width + 6
        width: parent.width - 8
        Label { width: parent.width; text: cover.title; sp: 15; font.weight: Font.Medium; wrapMode: Text.Wrap; maximumLineCount: 2 }
        Label { width: parent.width; text: cover.photos.length; sp: 13; color: Theme.onSurfaceVariant }
    }
}
