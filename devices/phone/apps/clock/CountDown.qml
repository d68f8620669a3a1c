import QtQuick
import "../../system"
import "times.js" as Times

// Timers, one of them in front. A row of "timers": seconds, state (running, paused), left_ms, ends_ms. No row: none is set.
Item {
    id: timer
    property string digits: ""  // as typed: hhmmss without leading zeros
    readonly property bool low: height < 320  // a turned screen: what stands above each other lies side by side
    readonly property string padded: digits.padStart(6, "0")
    readonly property int seconds: Number(padded.slice(0, 2)) * 3600 + Number(padded.slice(2, 4)) * 60 + Number(padded.slice(4))
    property bool adding: false
    property int chosen: 0
    readonly property var row: adding || !timers.all.length ? null : timers.all.find((entry) => entry._id === chosen) || timers.all[0]
    readonly property bool running: row !== null && row.state === "running"
    readonly property real now: { phone.clock; timers.text; return phone.timestamp() }
    readonly property real remaining: row === null ? 0 : running ? Number(row.ends_ms) - now : Number(row.left_ms)
    readonly property bool over: running && remaining <= 0

    function start() {
        if (seconds === 0) return
        const ends = phone.timestamp() + seconds * 1000
        chosen = store.insert("timers", { seconds: seconds | 0, state: "running", left_ms: String(seconds * 1000), ends_ms: String(Math.round(ends)) })
        digits = ""
        adding = false
    }
    function leftOf(entry) { return entry.state === "running" ? Number(entry.ends_ms) - now : Number(entry.left_ms) }
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
        readonly property real cell: timer.low ? Math.min(84, (height - 10) / 2, (width / 2 - 66) / 6) : Math.min(84, (height - 112 - keys.y) / 4)
        id: setting
        Row {
            id: shown
            x: ((timer.low ? parent.width / 2 : parent.width) - width) / 2
            y: 8
            spacing: 6
            readonly property int large: Math.min(Theme.size(52), Math.floor((timer.low ? parent.width / 2 : parent.width) / 6.5))
            layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight
            Repeater {
                model: [[phone.tr("h"), 0], [phone.tr("m"), 2], [phone.tr("s"), 4]]
                Row {
                    required property var modelData
                    layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight
                    Label { text: timer.padded.slice(modelData[1], modelData[1] + 2); font.pixelSize: shown.large; color: timer.digits ? Theme.primary : Theme.onSurfaceVariant }
                    Label { text: modelData[0]; font.pixelSize: Math.min(Theme.size(18), Math.round(shown.large / 2)); color: Theme.onSurfaceVariant; anchors.bottom: parent.bottom; anchors.bottomMargin: 8; rightPadding: 8 }
                }
            }
        }
        Grid {
            x: timer.low ? parent.width / 2 + (parent.width / 2 - width) / 2 : (parent.width - width) / 2
            id: keys
            y: timer.low ? 0 : Math.max(88, Theme.size(88))
            columns: timer.low ? 6 : 3
            spacing: 10
            layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight  // digits stand alike in every language
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
                    Label { visible: key.modelData !== "⌫"; anchors.centerIn: parent; text: key.modelData; font.pixelSize: Math.min(Theme.size(28), Math.floor(key.height * 0.6)) }
                    Icon { visible: key.modelData === "⌫"; anchors.centerIn: parent; name: "backspace-outline"; color: Theme.onPrimaryContainer }
                }
            }
        }
        Row {
            x: ((timer.low ? parent.width / 2 : parent.width) - width) / 2
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 12
            spacing: 24
            RoundButton { visible: timer.adding && timers.all.length > 0; quiet: true; icon: "close"; label: phone.tr("Cancel"); onClicked: { timer.adding = false; timer.digits = "" } }
            RoundButton { visible: timer.seconds > 0; icon: "play"; label: phone.tr("Start"); onClicked: timer.start() }
        }
    }
    Item {
        visible: timer.row !== null
        anchors.fill: parent
        Rectangle {
            id: ring
            width: timer.low ? parent.height - 24 : Math.max(120, Math.min(parent.width - 96, parent.height - 160 - (timers.all.length > 1 ? 48 : 0)))
            height: width
            radius: width / 2
            x: ((timer.low ? parent.width / 2 : parent.width) - width) / 2
            y: timer.low ? 12 : timers.all.length > 1 ? 60 : 16
            color: "transparent"
            border.width: 10
            border.color: timer.over ? Theme.error : timer.running ? Theme.primary : Theme.outlineVariant
            Flickable {
                visible: timers.all.length > 1
                parent: ring.parent
                x: timer.low ? parent.width / 2 : 16
                width: parent.width - x - 16
                height: visible ? Math.max(44, Theme.size(40)) : 0
                contentWidth: others.width
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                flickableDirection: Flickable.HorizontalFlick
                Row {
                    id: others
                    spacing: 8
                    Repeater {
                        model: timers.all
                        Chip { required property var modelData; icon: "timer-sand"; text: Times.span(Math.ceil(timer.leftOf(modelData) / 1000) * 1000, false); chosen: !!timer.row && timer.row._id === modelData._id; onClicked: timer.chosen = modelData._id }
                    }
                }
            }
            Column {
                anchors.centerIn: parent
                spacing: 8
                Label { anchors.horizontalCenter: parent.horizontalCenter; text: Times.span(Math.ceil(timer.remaining / 1000) * 1000, false); sp: 48; font.pixelSize: timer.low ? 32 : Math.min(56, Theme.size(48)) }
                Label { anchors.horizontalCenter: parent.horizontalCenter; text: timer.over ? phone.tr("Time is up") : timer.running ? phone.tr("Running") : phone.tr("Paused"); sp: 15; color: Theme.onSurfaceVariant }
            }
        }
        TextButton { visible: !timer.over; text: phone.tr("Add 1 minute"); x: timer.low ? parent.width * 0.75 - width / 2 : (parent.width - width) / 2; y: timer.low ? parent.height - 148 : ring.y + ring.height + 4; onClicked: timer.addMinute() }
        Row {
            x: timer.low ? parent.width * 0.75 - width / 2 : (parent.width - width) / 2
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 12
            spacing: 24
            RoundButton { quiet: true; icon: "delete-outline"; label: phone.tr("Delete timer"); onClicked: timer.remove() }
            RoundButton { visible: !timer.over; icon: timer.running ? "pause" : "play"; label: timer.running ? phone.tr("Pause") : phone.tr("Resume"); onClicked: timer.running ? timer.pause() : timer.resume() }
            RoundButton { quiet: true; icon: "timer-plus"; label: phone.tr("Add timer"); onClicked: timer.adding = true }
        }
    }
}
