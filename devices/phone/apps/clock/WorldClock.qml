import QtQuick
import "../../system"
import "times.js" as Times

// The time here, and in the cities of the provider "world_clocks".
Item {
    id: world
    property bool half: false
    readonly property real now: { phone.clock; return phone.timestamp() }  // phone.clock announces every second
    signal adding
    signal removing(var row)

    function timeIn(offset) {
        const moment = new Date(now + offset * 60000)
        return Times.clock(moment.getUTCHours(), moment.getUTCMinutes(), half)
    }
    function distance(offset) {
        if (offset === 0) return phone.tr("Same time")
        const size = Math.abs(offset)
        return (offset > 0 ? "+" : "−") + Math.floor(size / 60) + (size % 60 ? ":" + Times.two(size % 60) : "") + " " + phone.tr("h")
    }
    Rows { id: clocks; provider: "world_clocks" }
    Scroller {
        anchors.fill: parent
        Item {
            width: world.width
            height: Math.max(150, Theme.size(150))
            Label { x: 16; width: parent.width - 32; horizontalAlignment: Text.AlignHCenter; y: 16; text: world.timeIn(0); sp: 64; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 24; color: Theme.primary }
            Label { anchors.horizontalCenter: parent.horizontalCenter; y: Math.max(100, Theme.size(100)); text: phone.date; sp: 16; color: Theme.onSurfaceVariant }
        }
        Repeater {
            model: clocks.all
            ListRow {
                id: row
                required property var modelData
                treeClickable: false
                title: phone.tr(modelData.city)
                summary: world.distance(Number(modelData.offset))
                Row {
                    spacing: 4
                    Label { anchors.verticalCenter: parent.verticalCenter; text: world.timeIn(Number(row.modelData.offset)); sp: 28 }
                    IconButton { icon: "close"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Remove") + " " + row.title; onClicked: world.removing(row.modelData) }
                }
            }
        }
        Item { width: 1; height: 72 }
    }
    Label { visible: clocks.all.length === 0; x: 24; y: 170; width: parent.width - 48; horizontalAlignment: Text.AlignHCenter; text: phone.tr("No cities yet"); color: Theme.onSurfaceVariant }
    Fab { treeLabel: phone.tr("Add city"); onClicked: world.adding() }
}
