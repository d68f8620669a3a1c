import QtQuick
import "../../system"
import "kinds.js" as Kinds

// A place on the map: a small disc with its icon, or a bigger one with a point for what was searched; its name below.
Pressable {
    id: pin
    property var place: ({ name: "", kind: "pin" })
    property bool big: false
    property bool named: false
    readonly property int side: big ? 34 : 24
    width: 40
    height: 40
    radius: 20
    treeClass: "android.view.View"
    treeLabel: place.name
    Rectangle {
        width: pin.side; height: pin.side; radius: pin.side / 2
        anchors.horizontalCenter: parent.horizontalCenter
        y: pin.big ? 0 : 8
        color: Kinds.colour(pin.place.kind)
        border.width: 2
        border.color: "#FFFFFF"
        Icon { anchors.centerIn: parent; name: Kinds.icon(pin.place.kind); size: pin.big ? 20 : 14; color: "#FFFFFF" }
    }
    Rectangle { visible: pin.big; z: -1; width: 10; height: 10; rotation: 45; color: Kinds.colour(pin.place.kind); anchors.horizontalCenter: parent.horizontalCenter; y: 27 }
    Label {
        property bool treeHidden: true
        visible: pin.named
        anchors.horizontalCenter: parent.horizontalCenter
        y: pin.big ? 40 : 34
        width: Math.min(implicitWidth, 110)
        wrapMode: Text.Wrap
        maximumLineCount: 2
        horizontalAlignment: Text.AlignHCenter
        text: pin.place.name
        font.pixelSize: Theme.fit(text, 11, 110)
        font.weight: Font.Medium
        color: Kinds.colour(pin.place.kind)
        style: Text.Outline
        styleColor: "#FFFFFF"
    }
}
