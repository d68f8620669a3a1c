import QtQuick

// A card of the system above everything, with the rest of the screen darkened: in the middle, or at the bottom as a sheet.
Item {
    id: sheet
    property bool low: false
    property int inset: 0
    property string treeClass: "android.app.Dialog"
    default property alias content: column.data
    signal outside
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.5 }
    MouseArea { anchors.fill: parent; preventStealing: true; onClicked: sheet.outside() }
    Rectangle {
        id: card
        width: sheet.low ? Math.min(parent.width, 560) : Math.min(parent.width - 48, 360)
        readonly property real below: sheet.low ? sheet.inset + radius : 0
        height: Math.min(column.height + 40, parent.height - 48 - below) + below
        anchors.horizontalCenter: parent.horizontalCenter
        y: sheet.low ? parent.height - height + radius : (parent.height - height) / 2
        radius: 28
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent; preventStealing: true }
        Flickable {
            x: 24
            y: 20
            width: parent.width - 48
            height: card.height - 40 - card.below
            contentHeight: column.height
            interactive: contentHeight > height
            clip: interactive
            boundsBehavior: Flickable.StopAtBounds
            Column { id: column; width: parent.width; spacing: 12 }
        }
    }
}
