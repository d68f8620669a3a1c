import QtQuick

// The three buttons: back, home, recents. With gestures (secure/navigation_mode 2) a line: a long swipe up from it is home,
// a short one recents; back is a swipe from either side (EdgeSwipe).
Item {
    id: bar
    property color ink: Theme.onSurface
    readonly property bool gestures: Stored.setting("secure/navigation_mode", "0") === "2"
    height: gestures ? 24 : 48
    component Key: Pressable {
        property string icon
        property int turn: 0
        width: bar.width / 3
        height: bar.height
        radius: 24
        visible: !bar.gestures
        treeClass: "android.widget.ImageView"
        Icon { anchors.centerIn: parent; name: parent.icon; size: 22; color: bar.ink; rotation: parent.turn }
    }
    Key { x: 0; icon: "triangle-outline"; treeLabel: phone.tr("Back"); turn: -90; onClicked: phone.pressBack() }
    Key { x: bar.width / 3; icon: "circle-outline"; treeLabel: phone.tr("Home"); onClicked: phone.pressHome() }
    Key { x: bar.width * 2 / 3; icon: "square-outline"; treeLabel: phone.tr("Overview"); onClicked: phone.pressRecents() }
    MouseArea {
        property real startY: 0
        anchors.fill: parent
        visible: bar.gestures
        preventStealing: true
        onPressed: (event) => startY = event.y
        onReleased: (event) => {
            const way = startY - event.y
            if (way > phone.heightDp * 0.3) phone.pressHome()
            else if (way > 24 && !phone.recents) phone.pressRecents()
        }
    }
    Rectangle { visible: bar.gestures; anchors.centerIn: parent; width: 108; height: 4; radius: 2; color: bar.ink }
}
