import QtQuick

// Asks for a time of day: on a dial, hour first and minute next, or typed in. ask(hour, minute, then) calls
// then(hour, minute) once the person agrees.
Dialog {
    id: picker
    property bool half: false
    property int hour: 0
    property int minute: 0
    property bool minutes: false  // the dial turns the minutes
    property bool typing: false
    property var then: null
    readonly property bool low: height < 560
    onLowChanged: if (low && visible && !typing) { fill(); typing = true }  // it was turned meanwhile: the dial has no room

    function ask(hour, minute, then) {
        picker.hour = hour
        picker.minute = minute
        picker.then = then
        minutes = false
        typing = low
        fill()
        open()
    }
    function quiet() { hourField.input.focus = false; minuteField.input.focus = false }
    function two(number) { return String(number).padStart(2, "0") }
    function fill() { hourField.text = half ? String(hour % 12 || 12) : two(hour); minuteField.text = two(minute) }
    function pick(value) {
        if (minutes) { minute = value; return }
        hour = half ? (value % 12) + (hour < 12 ? 0 : 12) : value
        minutes = true
    }
    function read() {
        const typedHour = Number(hourField.text), typedMinute = Number(minuteField.text)
        const fits = /^\d{1,2}$/.test(hourField.text) && /^\d{1,2}$/.test(minuteField.text) && typedMinute < 60
        if (!fits || (half ? typedHour < 1 || typedHour > 12 : typedHour > 23)) return false
        hour = half ? (typedHour % 12) + (hour < 12 ? 0 : 12) : typedHour
        minute = typedMinute
        return true
    }
    title: phone.tr("Set the time")
    onAccepted: {
        if (typing && !read()) { phone.showToast(phone.tr("This is not a time")); open(); return }
        quiet()
        then(hour, minute)
    }
    onRejected: quiet()

    component Part: Pressable {
        id: part
        property string text
        property bool chosen: false
        width: 92
        height: 72
        radius: 12
        treeText: text
        treeCheckable: true
        treeChecked: chosen
        Rectangle { z: -1; anchors.fill: parent; radius: 12; color: part.chosen ? Theme.primaryContainer : Theme.surfaceHigh }
        Label { anchors.centerIn: parent; text: part.text; font.pixelSize: 44; color: part.chosen ? Theme.onPrimaryContainer : Theme.onSurface }
    }
    Column {
        width: parent.width
        spacing: 16
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight  // hours stand left of minutes in every language
            spacing: 8
            Part { visible: !picker.typing; treeLabel: phone.tr("Hour"); text: picker.half ? String(picker.hour % 12 || 12) : picker.two(picker.hour); chosen: !picker.minutes; onClicked: picker.minutes = false }
            Field { id: hourField; numeric: true; visible: picker.typing; width: 92; height: 72; sp: 32; label: phone.tr("Hour"); treeId: "hour"; onSubmitted: minuteField.input.forceActiveFocus() }
            Label { text: ":"; font.pixelSize: 44; property bool treeHidden: true }
            Part { visible: !picker.typing; treeLabel: phone.tr("Minute"); text: picker.two(picker.minute); chosen: picker.minutes; onClicked: picker.minutes = true }
            Field { id: minuteField; numeric: true; visible: picker.typing; width: 92; height: 72; sp: 32; label: phone.tr("Minute"); treeId: "minute"; onSubmitted: { picker.close(); picker.accepted() } }
            Column {
                visible: picker.half
                Repeater {
                    model: ["AM", "PM"]
                    Pressable {
                        id: side
                        required property string modelData
                        readonly property bool chosen: (picker.hour < 12) === (modelData === "AM")
                        width: 52
                        height: 36
                        treeText: modelData
                        treeCheckable: true
                        treeChecked: chosen
                        onClicked: picker.hour = (picker.hour % 12) + (modelData === "AM" ? 0 : 12)
                        Rectangle { z: -1; anchors.fill: parent; color: side.chosen ? Theme.primaryContainer : "transparent"; border.width: 1; border.color: Theme.outline; radius: 6 }
                        Label { anchors.centerIn: parent; text: side.modelData; sp: 14 }
                    }
                }
            }
        }
        TimeDial {
            visible: !picker.typing
            anchors.horizontalCenter: parent.horizontalCenter
            minutes: picker.minutes
            half: picker.half
            value: picker.minutes ? picker.minute : picker.hour
            onPicked: (value) => picker.pick(value)
        }
        IconButton {
            visible: !picker.low
            icon: picker.typing ? "clock-outline" : "keyboard-outline"
            label: picker.typing ? phone.tr("Use the dial") : phone.tr("Type the time")
            onClicked: {
                if (picker.typing) { picker.read(); picker.quiet() } else picker.fill()
                picker.typing = !picker.typing
                if (picker.typing) { hourField.input.forceActiveFocus(); hourField.input.selectAll() }
            }
        }
    }
}
