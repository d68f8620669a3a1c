import QtQuick
import "../../system"
import "times.js" as Times

// The timer. Its one row in the provider "timers": seconds, state (running, paused), left_ms, ends_ms. No row: none is set.
Item {
    id: timer
    property string digits: ""  // as typed: hhmmss without leading zeros
    readonly property string padded: digits.padStart(6, "0")
    readonly property int seconds: Number(padded.slice(0, 2)) * 3600 + Number(padded.slice(2, 4)) * 60 + Number(padded.slice(4))
    readonly property var row: timers.all.length ? timers.all[0] : null
    readonly property bool running: row !== null && row.state === "running"
    readonly property real now: { phone.clock; timers.text; return phone.timestamp() }
    readonly property real remaining: row === null ? 0 : running ? Number(row.ends_ms) - now : Number(row.left_ms)
    readonly property bool over: running && remaining <= 0

    function start() {
        if (seconds === 0) return
        const ends = phone.timestamp() + seconds * 1000
        store.insert("timers", { seconds: seconds | 0, state: "running", left_ms: String(seconds * 1000), ends_ms: String(Math.round(ends)) })
        digits = ""
    }
    function pause() { store.update("timers", row._id, { state: "paused", left_ms: String(Math.round(Math.max(0, Number(row.ends_ms) - phone.timestamp()))) }) }
    function resume() { store.update("timers", row._id, { state: "running", ends_ms: String(Math.round(phone.timestamp() + Number(row.left_ms))) }) }
    function addMinute() {
        store.update("timers", row._id, running
            ? { ends_ms: String(Math.round(Math.max(Number(row.ends_ms), phone.timestamp()) + 60000)) }
            : { left_ms: String(Number(row.left_ms) + 60000) })
    }
    function remove() { store.remove("timers", row._id) }

    Rows { id: timers; provider: "timers" }

    Item {
        visible: timer.row === null
        anchors.fill: parent
        readonly property real cell: Math.min(84, (height - 200) / 4)
        id: setting
        Row {
            id: shown
            anchors.horizontalCenter: parent.horizontalCenter
            y: 8
            spacing: 6
            Repeater {
                model: [["h", 0], ["m", 2], ["s", 4]]
                Row {
                    required property var modelData
                    Label { text: timer.padded.slice(modelData[1], modelData[1] + 2); sp: 52; color: timer.digits ? Theme.primary : Theme.onSurfaceVariant }
                    Label { text: modelData[0]; sp: 18; color: Theme.onSurfaceVariant; anchors.bottom: parent.bottom; anchors.bottomMargin: 8; rightPadding: 8 }
                }
            }
        }
        Grid {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 88
            columns: 3
            spacing: 10
            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "⌫"]
                Pressable {
                    id: key
                    required property string modelData
                    width: setting.cell
                    height: setting.cell
                    radius: width / 2
                    treeText: modelData === "⌫" ? "" : modelData
                    treeLabel: modelData === "⌫" ? phone.tr("Backspace") : ""
                    onClicked: {
                        if (modelData === "⌫") timer.digits = timer.digits.slice(0, -1)
                        else if ((timer.digits + modelData).length <= 6) timer.digits = (timer.digits + modelData).replace(/^0+/, "")
                    }
                    Rectangle { z: -1; anchors.fill: parent; radius: width / 2; color: key.modelData === "⌫" ? Theme.primaryContainer : Theme.surfaceHigh }
                    Label { visible: key.modelData !== "⌫"; anchors.centerIn: parent; text: key.modelData; sp: 28 }
                    Icon { visible: key.modelData === "⌫"; anchors.centerIn: parent; name: "backspace-outline"; color: Theme.onPrimaryContainer }
                }
            }
        }
        RoundButton { visible: timer.seconds > 0; icon: "play"; label: phone.tr("Start"); anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; anchors.bottomMargin: 12; onClicked: timer.start() }
    }
    Item {
        visible: timer.row !== null
        anchors.fill: parent
        Rectangle {
            id: ring
            width: Math.min(parent.width - 96, parent.height - 160)
            height: width
            radius: width / 2
            anchors.horizontalCenter: parent.horizontalCenter
            y: 16
            color: "transparent"
            border.width: 10
            border.color: timer.over ? Theme.error : timer.running ? Theme.primary : Theme.outlineVariant
            Column {
                anchors.centerIn: parent
                spacing: 8
                Label { anchors.horizontalCenter: parent.horizontalCenter; text: Times.span(Math.ceil(timer.remaining / 1000) * 1000, false); sp: 48 }
                Label { anchors.horizontalCenter: parent.horizontalCenter; text: timer.over ? phone.tr("Time is up") : timer.running ? phone.tr("Running") : phone.tr("Paused"); sp: 15; color: Theme.onSurfaceVariant }
            }
        }
        TextButton { visible: !timer.over; text: phone.tr("Add 1 minute"); anchors.horizontalCenter: parent.horizontalCenter; anchors.top: ring.bottom; anchors.topMargin: 4; onClicked: timer.addMinute() }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 12
            spacing: 24
            RoundButton { quiet: true; icon: "delete-outline"; label: phone.tr("Delete timer"); onClicked: timer.remove() }
            RoundButton { visible: !timer.over; icon: timer.running ? "pause" : "play"; label: timer.running ? phone.tr("Pause") : phone.tr("Resume"); onClicked: timer.running ? timer.pause() : timer.resume() }
        }
    }
}
