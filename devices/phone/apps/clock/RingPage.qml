import QtQuick
import "../../system"
import "times.js" as Times

// What rings now, over the whole screen: snooze it or end it.
AppPage {
    id: view
    property bool half: false
    readonly property var row: ringing.all.length ? ringing.all[ringing.all.length - 1] : null
    readonly property bool low: height < 420
    readonly property bool alarm: row !== null && row.kind === "alarm"
    readonly property var since: new Date(row ? Number(row.since) : 0)
    signal over
    name: "ring"
    root: row !== null
    Rows { id: ringing; provider: "ringing" }
    function end(method) {
        const last = ringing.all.length === 1
        store.call("clock", method, { id: row._id })
        if (method === "snooze") phone.showToast(phone.tr("It rings again in %1 minutes").arg(Stored.setting("secure/clock_snooze", "10")))
        if (last) over()
    }
    EmptyState { visible: view.row === null; icon: "alarm-off"; text: phone.tr("Nothing is ringing"); action: phone.tr("Done"); onActed: view.over() }
    Item {
        visible: view.row !== null
        anchors.fill: parent
        Icon { id: bell; x: (time.width - width) / 2; y: parent.height * 0.08; name: view.alarm ? "alarm" : "timer-sand"; size: 64; color: Theme.primary }
        Label {
            id: time
            width: view.low ? parent.width / 2 : parent.width
            anchors.top: bell.bottom
            anchors.topMargin: 12
            horizontalAlignment: Text.AlignHCenter
            text: view.alarm ? Times.clock(view.since.getUTCHours(), view.since.getUTCMinutes(), view.half) : phone.tr("Time is up")
            font.pixelSize: view.alarm ? Math.min(80, Theme.size(72)) : Math.min(48, Theme.size(40))
        }
        Label { width: time.width - 48; x: 24; anchors.top: time.bottom; anchors.topMargin: 8; horizontalAlignment: Text.AlignHCenter; text: view.row ? view.row.label || "" : ""; sp: 22; color: Theme.onSurfaceVariant }
        Row {
            x: view.low ? parent.width * 0.75 - width / 2 : (parent.width - width) / 2
            y: view.low ? (parent.height - height) / 2 : parent.height - height - Math.min(96, parent.height * 0.1)
            spacing: 56
            Choice { visible: view.alarm; icon: "sleep"; text: phone.tr("Snooze"); quiet: true; onClicked: view.end("snooze") }
            Choice { icon: view.alarm ? "alarm-off" : "stop"; text: view.alarm ? phone.tr("Dismiss") : phone.tr("Stop"); onClicked: view.end("dismiss") }
        }
    }
    component Choice: Column {
        id: choice
        property string icon
        property string text
        property bool quiet: false
        signal clicked
        spacing: 8
        RoundButton { anchors.horizontalCenter: parent.horizontalCenter; icon: choice.icon; label: choice.text; quiet: choice.quiet; onClicked: choice.clicked() }
        Label { anchors.horizontalCenter: parent.horizontalCenter; text: choice.text; sp: 15 }
    }
}
