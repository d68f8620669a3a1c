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
        width: 60; height: 60; radius: 30
        anchors.horizontalCenter: parent.horizontalCenter
        y: button.labelled ? 8 : (button.height - height) / 2
        color: button.app ? button.app.colour : "transparent"
        Icon { anchors.centerIn: parent; name: button.app ? button.app.icon : ""; size: 34; color: "#FFFFFF" }
    }
    Label {
        visible: button.labelled
        anchors.top: disc.bottom
        anchors.topMargin: 6
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: button.treeText
        sp: 14
        color: button.onWallpaper ? "#FFFFFF" : Theme.onSurface
    }
}
