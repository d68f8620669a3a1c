import QtQuick
import "../../system"
import "times.js" as Times

// The alarms in the order of the day. The switch of a card turns it on and off; the card itself opens it.
Item {
    id: list
    property var alarms: []
    property bool half: false
    readonly property var sorted: alarms.slice().sort((one, other) => one.hour - other.hour || one.minute - other.minute || one._id - other._id)
    readonly property var napping: snoozes.all
    signal creating
    signal chosen(int number)

    Rows { id: snoozes; provider: "snoozes" }
    Scroller {
        anchors.fill: parent
        spacing: 12
        Repeater {
            model: list.napping
            ListRow {
                id: nap
                required property var modelData
                treeClickable: false
                icon: "sleep"
                title: phone.tr("Snoozed until %1").arg(phone.formatTime(Number(modelData.at) || 0, "time"))
                summary: modelData.label || ""
                IconButton { icon: "close"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("End snoozing"); onClicked: store.remove("snoozes", nap.modelData._id) }
            }
        }
        Repeater {
            model: list.sorted
            Pressable {
                id: card
                required property var modelData
                readonly property string time: Times.clock(Number(modelData.hour), Number(modelData.minute), list.half)
                readonly property bool on: Number(modelData.enabled) === 1
                x: 16
                width: list.width - 32
                height: Math.max(112, Theme.size(112), reading.height + facts.height + 34)
                radius: 24
                treeClass: "android.widget.FrameLayout"
                treeText: time
                onClicked: list.chosen(modelData._id)
                Rectangle { z: -1; anchors.fill: parent; radius: 24; color: card.on ? Theme.primaryContainer : Theme.surfaceContainer }
                Label { id: reading; x: 20; y: 14; text: card.time; sp: 40; color: card.on ? Theme.onPrimaryContainer : Theme.onSurfaceVariant }
                Label {
                    id: facts
                    x: 20
                    width: parent.width - 120
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: 16
                    text: (card.modelData.label ? card.modelData.label + "  ·  " : "") + dayNames.words(card.modelData.days)
                    wrapMode: Text.Wrap
                    maximumLineCount: 2
                    sp: 14
                    color: Theme.onSurfaceVariant
                }
                Pressable {
                    anchors.right: parent.right
                    anchors.rightMargin: 12
                    anchors.verticalCenter: parent.verticalCenter
                    width: 68
                    height: 56
                    radius: 28
                    treeClass: "android.widget.Switch"
                    treeLabel: card.time + " " + phone.tr("alarm")
                    treeCheckable: true
                    treeChecked: card.on
                    onClicked: store.update("alarms", card.modelData._id, { enabled: card.on ? 0 : 1 })
                    Toggle { anchors.centerIn: parent; on: card.on }
                }
            }
        }
        Item { width: 1; height: 72 }
    }
    DayNames { id: dayNames }
    Column {
        visible: list.alarms.length === 0
        anchors.centerIn: parent
        spacing: 12
        Icon { name: "alarm-off"; size: 72; color: Theme.outlineVariant; anchors.horizontalCenter: parent.horizontalCenter }
        Label { text: phone.tr("No alarms"); sp: 18; anchors.horizontalCenter: parent.horizontalCenter }
    }
    Fab { treeLabel: phone.tr("Add alarm"); onClicked: list.creating() }
}
