import QtQuick
import "../../system"

// One day of the month: its number and up to four dots in the colours of its events.
Pressable {
    id: cell
    property real day: 0
    property bool inside: true
    property bool today: false
    property bool chosen: false
    property var events: []
    readonly property real disc: Math.min(34, height - 8)
    radius: 12
    treeText: String(new Date(day).getUTCDate())
    treeLabel: phone.formatTime(day, "day") + (events.length ? ", " + phone.tr("Events: %1").arg(events.length) : "")
    treeCheckable: true
    treeChecked: chosen
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: 1
        width: cell.disc
        height: cell.disc
        radius: cell.disc / 2
        color: cell.today ? Theme.primary : cell.chosen ? Theme.primaryContainer : "transparent"
        border.width: cell.today && cell.chosen ? 2 : 0
        border.color: Theme.onSurface
        Label {
            anchors.centerIn: parent
            text: cell.treeText
            font.pixelSize: Math.min(Theme.size(14), cell.disc - 4)
            color: cell.today ? Theme.onPrimary : cell.chosen ? Theme.onPrimaryContainer : cell.inside ? Theme.onSurface : Theme.outline
        }
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        y: cell.disc + 2
        spacing: 2
        opacity: cell.inside ? 1 : 0.5
        Repeater {
            model: cell.events.slice(0, 4)
            Rectangle { required property var modelData; width: 5; height: 5; radius: 2.5; color: modelData.colour }
        }
    }
}
