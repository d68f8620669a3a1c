import QtQuick
import "../../system"
import "times.js" as Times

// One alarm: its time, whether it is on, the days, a label. Every change is stored at once.
AppPage {
    id: view
    property var alarm: ({ hour: 0, minute: 0, label: "", enabled: 0, days: "" })
    property bool half: false
    readonly property bool on: Number(alarm.enabled) === 1
    readonly property string days: String(alarm.days || "")
    readonly property var sounds: [{ value: "sunrise", text: phone.tr("Sunrise") }, { value: "bells", text: phone.tr("Bells") }, { value: "birds", text: phone.tr("Birds") }, { value: "beeps", text: phone.tr("Beeps") }, { value: "silent", text: phone.tr("Silent") }]
    signal pickingTime
    signal deleting
    name: "alarm"
    title: phone.tr("Alarm")
    actions: IconButton { icon: "delete-outline"; label: phone.tr("Delete alarm"); onClicked: view.deleting() }
    Component.onCompleted: label.text = alarm.label || ""

    function back() { return choice.back() }
    function toggleDay(digit) {
        const kept = days.includes(digit) ? days.replace(digit, "") : days + digit
        store.update("alarms", alarm._id, { days: Array.from(kept).sort().join("") })
    }
    function keepLabel() { if (alarm._id && label.text.trim() !== (alarm.label || "")) store.update("alarms", alarm._id, { label: label.text.trim() }) }

    Scroller {
        anchors.fill: parent
        spacing: 20
        Item {
            width: view.width
            height: Math.max(96, Theme.size(96))
            Pressable {
                x: 16
                width: time.width + 32
                height: Math.max(88, Theme.size(88))
                radius: 24
                treeLabel: phone.tr("Change the time")
                treeText: time.text
                onClicked: view.pickingTime()
                Label { id: time; anchors.centerIn: parent; text: Times.clock(Number(view.alarm.hour), Number(view.alarm.minute), view.half); font.pixelSize: Math.min(Theme.size(56), Math.floor((view.width - 150) / (text.length * 0.56))); color: view.on ? Theme.primary : Theme.onSurfaceVariant }
            }
            Pressable {
                anchors.right: parent.right
                anchors.rightMargin: 16
                anchors.verticalCenter: parent.verticalCenter
                width: 68
                height: 56
                radius: 28
                treeClass: "android.widget.Switch"
                treeLabel: phone.tr("Alarm on")
                treeCheckable: true
                treeChecked: view.on
                onClicked: store.update("alarms", view.alarm._id, { enabled: view.on ? 0 : 1 })
                Toggle { anchors.centerIn: parent; on: view.on }
            }
        }
        Label { x: 24; text: phone.tr("Repeat"); sp: 15; color: Theme.onSurfaceVariant }
        Row {
            x: (view.width - width) / 2
            spacing: Math.max(0, Math.min(10, (view.width - 32 - 7 * 44) / 6))
            Repeater {
                model: dayNames.names
                Pressable {
                    id: day
                    required property string modelData
                    required property int index
                    readonly property string digit: String(index + 1)
                    readonly property bool chosen: view.days.includes(digit)
                    width: Math.min(44, (view.width - 32) / 7)
                    height: 44
                    radius: width / 2
                    treeClass: "android.widget.CheckBox"
                    treeText: phone.tr(modelData)
                    treeCheckable: true
                    treeChecked: chosen
                    onClicked: view.toggleDay(digit)
                    Rectangle { z: -1; anchors.fill: parent; radius: parent.radius; color: day.chosen ? Theme.primary : "transparent"; border.width: day.chosen ? 0 : 1; border.color: Theme.outline }
                    Label { anchors.centerIn: parent; width: parent.width - 6; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 7; text: phone.tr(day.modelData); sp: 13; color: day.chosen ? Theme.onPrimary : Theme.onSurface }
                }
            }
        }
        Field { id: label; x: 16; width: view.width - 32; label: phone.tr("Label"); treeId: "label"; onEdited: view.keepLabel(); onSubmitted: ime.hide() }
        ListRow { icon: "bell-outline"; title: phone.tr("Sound"); summary: (view.sounds.find((entry) => entry.value === view.alarm.sound) || view.sounds[0]).text; treeText: title; onClicked: { ime.hide(); choice.open() } }
        TextButton { filled: true; text: phone.tr("Done"); anchors.right: parent.right; anchors.rightMargin: 16; onClicked: { ime.hide(); phone.pressBack() } }
    }
    ChoiceDialog { id: choice; parent: view; title: phone.tr("Sound"); options: view.sounds; value: view.alarm.sound || "sunrise"; onChosen: (value) => store.update("alarms", view.alarm._id, { sound: value }) }
    DayNames { id: dayNames }
}
