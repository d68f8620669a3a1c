import QtQuick

// An app on a home page or in the drawer.
Pressable {
    id: button
    property var app: null  // one entry of phone.apps
    property bool onWallpaper: false
    property bool labelled: true
    treeClass: "android.widget.TextView"
    treeText: app ? phone.tr(app.label) : ""
    radius: 16
    onClicked: phone.launch(app["package"])
    Rectangle {
        id: disc
        readonly property int room: Math.floor(button.height) - (button.height >= 92 ? 14 : 3) - Math.ceil(words.implicitHeight)  // above the label
        readonly property int wish: button.height >= 92 ? 60 : Math.max(40, Math.min(60, Math.floor(button.height) - 26))  // smaller in a low place
        readonly property int side: button.labelled ? Math.max(28, Math.min(wish, room)) : wish
        width: side; height: side; radius: side / 2
        anchors.horizontalCenter: parent.horizontalCenter
        y: button.labelled ? (button.height >= 92 ? 8 : 2) : (button.height - height) / 2
        color: button.app ? button.app.colour : "transparent"
        Icon { anchors.centerIn: parent; name: button.app ? button.app.icon : ""; size: Math.round(disc.side * 0.57); color: "#FFFFFF" }
    }
    Label {
        id: words
        visible: button.labelled
        anchors.top: disc.bottom
        anchors.topMargin: button.height >= 92 ? 6 : 1
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: button.treeText
        fontSizeMode: Text.HorizontalFit  // a long name becomes smaller before it is cut
        minimumPixelSize: 10
        sp: button.height >= 92 ? 14 : 12
        color: button.onWallpaper ? "#FFFFFF" : Theme.onSurface
    }
}
