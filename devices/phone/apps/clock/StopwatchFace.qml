import QtQuick
import "../../system"
import "times.js" as Times

// The stopwatch. One row in the provider "stopwatch": state (running, stopped), started_ms, before_ms (what it had run
// before it was last started); laps in "laps": number, lap_ms, at_ms. No row: it stands at zero.
Item {
    id: face
    readonly property var row: watch.all.length ? watch.all[0] : null
    readonly property bool low: height < 320
    readonly property bool running: row !== null && row.state === "running"
    readonly property real now: { phone.clock; watch.text; laps.text; return phone.timestamp() }
    readonly property real elapsed: row === null ? 0 : Number(row.before_ms) + (running ? now - Number(row.started_ms) : 0)

    function total() { return Number(row.before_ms) + (running ? phone.timestamp() - Number(row.started_ms) : 0) }
    function toggle() {
        const moment = String(Math.round(phone.timestamp()))
        if (row === null) store.insert("stopwatch", { state: "running", started_ms: moment, before_ms: "0" })
        else if (running) store.update("stopwatch", row._id, { state: "stopped", before_ms: String(Math.round(total())) })
        else store.update("stopwatch", row._id, { state: "running", started_ms: moment })
    }
    function lap() {
        const at = Math.round(total())
        const before = laps.all.length ? Number(laps.all[laps.all.length - 1].at_ms) : 0
        store.insert("laps", { number: (laps.all.length + 1) | 0, lap_ms: String(at - before), at_ms: String(at) })
    }
    function reset() {
        store.together(() => laps.all.forEach((entry) => store.remove("laps", entry._id)))
        store.remove("stopwatch", row._id)
    }

    Rows { id: watch; provider: "stopwatch" }
    Rows { id: laps; provider: "laps" }
    Label {
        id: reading
        x: ((face.low ? parent.width / 2 : parent.width) - width) / 2
        y: Math.min(72, parent.height * 0.1)
        // Hundredths are only readable when it stands.
        text: Times.span(face.elapsed, !face.running)
        // A digit is 0.56 of the size wide: whatever has run, hours too, fits.
        font.pixelSize: Math.min(Theme.size(60), Math.floor((face.low ? parent.width / 2 : parent.width) / (0.6 * Math.max(8, text.length))))
        color: face.running ? Theme.primary : Theme.onSurface
    }
    Scroller {
        x: face.low ? parent.width / 2 : 0
        y: face.low ? 0 : reading.y + reading.height + 24
        width: parent.width - x
        height: face.low ? parent.height : buttons.y - y - 12
        Repeater {
            model: laps.all.slice().reverse()
            Item {
                required property var modelData
                readonly property real margin: width < 340 * Theme.fontScale ? 16 : 48
                width: parent ? parent.width : 0
                height: Math.max(44, Theme.size(40))
                Label { x: parent.margin; anchors.verticalCenter: parent.verticalCenter; text: "# " + modelData.number; color: Theme.onSurfaceVariant }
                Label { anchors.centerIn: parent; text: Times.span(Number(modelData.lap_ms), true) }
                Label { anchors.right: parent.right; anchors.rightMargin: parent.margin; anchors.verticalCenter: parent.verticalCenter; text: Times.span(Number(modelData.at_ms), true); color: Theme.onSurfaceVariant }
            }
        }
    }
    Row {
        id: buttons
        x: ((face.low ? parent.width / 2 : parent.width) - width) / 2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        spacing: 24
        RoundButton { quiet: true; visible: face.row !== null; icon: "restart"; label: phone.tr("Reset"); onClicked: face.reset() }
        RoundButton { icon: face.running ? "pause" : "play"; label: face.running ? phone.tr("Stop") : phone.tr("Start"); onClicked: face.toggle() }
        RoundButton { quiet: true; visible: face.running; icon: "timer-outline"; label: phone.tr("Lap"); onClicked: face.lap() }
    }
}
