import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Recent calls by day. calls: rows of "calls" with a name to show, the newest first.
Item {
    id: view
    property var calls: []
    property bool missedOnly: false
    readonly property var shown: calls.filter((call) => !missedOnly || call.kind === "missed")
    signal chosen(int number)
    signal held(var call)
    signal called(string number)
    signal voicemail

    function day(moment) {
        const days = Math.floor(phone.timestamp() / 86400000) - Math.floor(moment / 86400000)
        return days <= 0 ? phone.tr("Today") : days === 1 ? phone.tr("Yesterday") : phone.tr("Older")
    }
    Scroller {
        anchors.fill: parent
        Row {
            x: 16
            spacing: 8
            Chip { text: phone.tr("All"); chosen: !view.missedOnly; onClicked: view.missedOnly = false }
            Chip { text: phone.tr("Missed"); chosen: view.missedOnly; onClicked: view.missedOnly = true }
        }
        Item { width: 1; height: 8 }
        ListRow { icon: "voicemail"; title: phone.tr("Voicemail"); treeText: title; summary: phone.tr("No voicemail"); onClicked: view.voicemail() }
        Repeater {
            model: view.shown
            Column {
                id: entry
                required property var modelData
                required property int index
                readonly property string heading: view.day(modelData.time)
                width: parent.width
                SectionLabel { visible: entry.index === 0 || view.day(view.shown[entry.index - 1].time) !== entry.heading; text: entry.heading }
                PersonRow {
                    name: entry.modelData.shown
                    strong: entry.modelData.kind === "missed" && !entry.modelData.seen
                    mark: ({ "in": "call-received", out: "call-made", missed: "call-missed" })[entry.modelData.kind]
                    markInk: entry.modelData.kind === "missed" ? Theme.error : Theme.onSurfaceVariant
                    summary: phone.formatTime(entry.modelData.time, "ago")
                    onClicked: view.chosen(entry.modelData._id)
                    onHeld: view.held(entry.modelData)
                    IconButton { icon: "phone-outline"; label: phone.tr("Call") + " " + entry.modelData.shown; onClicked: view.called(entry.modelData.number) }
                }
            }
        }
        Item { width: 1; height: 88 }
    }
    EmptyState { visible: view.shown.length === 0; icon: "phone-missed"; text: view.missedOnly ? phone.tr("No missed calls") : phone.tr("No recent calls") }
}
