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
        readonly property int side: button.height >= 92 ? 60 : Math.max(40, Math.min(60, Math.floor(button.height) - 26))  // in a low place
        width: side; height: side; radius: side / 2
        anchors.horizontalCenter: parent.horizontalCenter
        y: button.labelled ? (button.height >= 92 ? 8 : 2) : (button.height - height) / 2
        color: button.app ? button.app.colour : "transparent"
        Icon { anchors.centerIn: parent; name: button.app ? button.app.icon : ""; size: Math.round(disc.side * 0.57); color: "#FFFFFF" }
    }
    Label {
        visible: button.labelled
        anchors.top: disc.bottom
        anchors.topMargin: button.height >= 92 ? 6 : 1
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: button.treeText
        sp: button.height >= 92 ? 14 : 12
        color: button.onWallpaper ? "#FFFFFF" : Theme.onSurface
    }
}
