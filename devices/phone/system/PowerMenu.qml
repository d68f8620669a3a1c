import QtQuick

// Power off, restart, emergency.
Item {
    id: menu
    property string treeClass: "android.app.Dialog"
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.6 }
    MouseArea { anchors.fill: parent; preventStealing: true; onClicked: surfaces.choosePower("") }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 32, 360)
        height: 64 + 64 + Theme.size(24)
        radius: 32
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent; preventStealing: true }
        Row {
            anchors.centerIn: parent
            component Choice: Pressable {
                id: choice
                property string text
                property string icon
                property color face: Theme.primaryContainer
                property color ink: Theme.onPrimaryContainer
                width: (menu.width < 392 ? menu.width - 48 : 344) / 3
                height: 72 + Theme.size(24)
                radius: 24
                treeText: text
                Rectangle { width: 60; height: 60; radius: 30; anchors.horizontalCenter: parent.horizontalCenter; color: choice.face; Icon { anchors.centerIn: parent; name: choice.icon; size: 26; color: choice.ink } }
                Label { property bool treeHidden: true; y: 68; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: choice.text; sp: 13; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9 }
            }
            Choice { text: phone.tr("Emergency"); icon: "alert-octagon"; face: Theme.errorContainer; ink: Theme.dark ? "#F9DEDC" : "#8C1D18"; onClicked: surfaces.choosePower("emergency") }
            Choice { text: phone.tr("Power off"); icon: "power"; onClicked: surfaces.choosePower("off") }
            Choice { text: phone.tr("Restart"); icon: "restart"; onClicked: surfaces.choosePower("restart") }
        }
    }
}
