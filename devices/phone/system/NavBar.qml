import QtQuick

// The three buttons: back, home, recents.
Item {
    id: bar
    property color ink: Theme.onSurface
    height: 48
    component Key: Pressable {
        property string icon
        property int turn: 0
        width: bar.width / 3
        height: bar.height
        radius: 24
        treeClass: "android.widget.ImageView"
        Icon { anchors.centerIn: parent; name: parent.icon; size: 22; color: bar.ink; rotation: parent.turn }
    }
    Key { x: 0; icon: "triangle-outline"; treeLabel: phone.tr("Back"); turn: -90; onClicked: phone.pressBack() }
    Key { x: bar.width / 3; icon: "circle-outline"; treeLabel: phone.tr("Home"); onClicked: phone.pressHome() }
    Key { x: bar.width * 2 / 3; icon: "square-outline"; treeLabel: phone.tr("Overview"); onClicked: phone.pressRecents() }
}
