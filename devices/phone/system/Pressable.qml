import QtQuick

// Whatever can be tapped. treeClass, treeText, treeChecked … are what the UI tree says of it.
Item {
    id: pressable
    property string treeClass: "android.widget.Button"
    property string treeText: ""
    property string treeLabel: ""
    property string treeId: ""
    property bool treeClickable: true
    property bool treeCheckable: false
    property bool treeChecked: false
    property bool treeEnabled: enabled
    property color tint: Theme.onSurface
    property real radius: 0
    signal clicked
    signal held

    Rectangle {
        anchors.fill: parent
        radius: pressable.radius
        color: pressable.tint
        opacity: area.pressed ? 0.1 : 0
    }
    MouseArea {
        id: area
        property point start
        anchors.fill: parent
        onPressed: (event) => start = Qt.point(event.x, event.y)
        // A finger that went astray did not tap, even where there was nothing to scroll.
        onClicked: (event) => { if (Math.abs(event.x - start.x) < 16 && Math.abs(event.y - start.y) < 16) pressable.clicked() }
        onPressAndHold: pressable.held()
    }
}
