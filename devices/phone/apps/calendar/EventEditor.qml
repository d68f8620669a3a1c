import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// A new event or a known one. Nothing is stored before "Save"; leaving with changes asks.
AppPage {
    id: view
    property int number: 0  // 0: not in the store yet
    property var draft: ({})
    property bool allDay: false
    property real begin: 0
    property real end: 0
    property string repeat
    property int reminder: 10
    property int calendar: 1
    property string colour
    property var guests: []
    property string problem
    property string before  // what it was when it was opened
    readonly property var chosen: calendars.all.find((entry) => entry._id === calendar) || null
    readonly property var colours: [["", phone.tr("Calendar colour")], ["#D50000", phone.tr("Red")], ["#C25B00", phone.tr("Orange")], ["#0B8043", phone.tr("Green")], ["#0277BD", phone.tr("Blue")], ["#8E24AA", phone.tr("Purple")], ["#616161", phone.tr("Grey")]]
    signal saved(real begin)
    signal discarded
    name: "edit"
    title: number ? phone.tr("Edit event") : phone.tr("New event")

    Rows { id: calendars; provider: "calendars" }
    EventWords { id: words }
    Component.onCompleted: {
        subject.text = draft.title || ""
        place.text = draft.place || ""
        notes.text = draft.notes || ""
        allDay = Number(draft.all_day || 0) === 1
        begin = Number(draft.begin) || Math.floor(phone.timestamp() / 3600000) * 3600000
        end = Number(draft.end) || begin + 3600000
        if (allDay) end -= 86400000  // an all-day event ends at the midnight after; people name its last day
        repeat = draft.repeat || ""
        reminder = draft.reminder === undefined ? 10 : Number(draft.reminder)
        calendar = Number(draft.calendar || (calendars.all.length ? calendars.all[0]._id : 0))
        colour = draft.colour || ""
        guests = String(draft.guests || "").split(",").map((name) => name.trim()).filter((name) => name)
        before = JSON.stringify(values())
    }
    StackView.onActivated: if (!number) Qt.callLater(() => subject.input.forceActiveFocus())

    function midnight(moment) { return Math.floor(moment / 86400000) * 86400000 }
    function values() {
        return {
            title: subject.text.trim(), place: place.text.trim(), notes: notes.text, all_day: allDay ? 1 : 0,
            begin: allDay ? midnight(begin) : begin, end: allDay ? midnight(end) + 86400000 : end,
            repeat: repeat, reminder: reminder, calendar: calendar, colour: colour, guests: guests.join(", ")
        }
    }
    function save() {
        const made = values()
        ime.hide()
        problem = made.title === "" ? phone.tr("Give the event a title") : made.end < made.begin || (allDay && end < midnight(begin)) ? phone.tr("It ends before it begins") : ""
        if (problem) { phone.showToast(problem); return }
        if (number) store.update("events", number, made)
        else store.insert("events", Object.assign(made, { except: "" }))
        phone.showToast(phone.tr("Event saved"))
        saved(made.begin)
    }
    // Another start takes the end along.
    function startAt(moment) { end += moment - begin; begin = moment; problem = "" }
    function back() {
        for (const dialog of [dates, times, choice, people, discard]) if (dialog.back()) return true
        if (JSON.stringify(values()) === before) return false
        discard.open()
        return true
    }
    actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }

    Scroller {
        anchors.fill: parent
        spacing: 4
        Field { id: subject; x: 16; width: view.width - 32; sp: 20; label: phone.tr("Title"); treeId: "title"; onEdited: view.problem = ""; onSubmitted: ime.hide() }
        Label { visible: text !== ""; x: 24; width: view.width - 48; text: view.problem; sp: 13; wrapMode: Text.Wrap; color: Theme.error }
        SwitchRow { icon: "clock-outline"; title: phone.tr("All day"); on: view.allDay; onChanged: (on) => view.allDay = on }
        Moment { label: phone.tr("Starts"); moment: view.begin; onPicked: (moment) => view.startAt(moment) }
        Moment { label: phone.tr("Ends"); moment: view.end; wrong: view.end < view.begin; onPicked: (moment) => { view.end = moment; view.problem = "" } }
        ListRow { icon: "repeat"; title: words.repeat(view.repeat); summary: phone.tr("Repeat"); treeText: title; onClicked: choice.ask(phone.tr("Repeat"), words.repeats, view.repeat, (value) => view.repeat = value) }
        Item {
            width: view.width
            height: 64
            Icon { name: "map-marker-outline"; width: 40; x: 16; anchors.verticalCenter: parent.verticalCenter }
            Field { id: place; x: 64; width: parent.width - 128; anchors.verticalCenter: parent.verticalCenter; label: phone.tr("Place"); treeId: "place"; onSubmitted: ime.hide() }
            IconButton { icon: "map-search"; label: phone.tr("Choose a place"); anchors.right: parent.right; anchors.rightMargin: 12; anchors.verticalCenter: parent.verticalCenter; onClicked: view.choosePlace() }
        }
        ListRow { icon: "account-multiple-outline"; title: view.guests.length ? view.guests.join(", ") : phone.tr("Add guests"); summary: view.guests.length ? phone.tr("Guests: %1").arg(view.guests.length) : ""; treeText: title; onClicked: { ime.hide(); people.ask(view.guests, (names) => view.guests = names) } }
        ListRow { icon: "bell-outline"; title: words.reminder(view.reminder); summary: phone.tr("Reminder"); treeText: title; onClicked: choice.ask(phone.tr("Reminder"), words.reminders, view.reminder, (value) => view.reminder = value) }
        ListRow {
            icon: "calendar"
            iconColour: view.chosen ? view.chosen.colour : "transparent"
            title: view.chosen ? phone.tr(view.chosen.name) : phone.tr("No calendar")
            summary: phone.tr("Calendar")
            treeText: title
            onClicked: choice.ask(phone.tr("Calendar"), calendars.all.map((entry) => ({ value: entry._id, text: phone.tr(entry.name) })), view.calendar, (value) => view.calendar = value)
        }
        ListRow {
            icon: "palette-outline"
            title: (view.colours.find((entry) => entry[0] === view.colour) || view.colours[0])[1]
            summary: phone.tr("Colour")
            treeText: title
            onClicked: choice.ask(phone.tr("Colour"), view.colours.map((entry) => ({ value: entry[0], text: entry[1] })), view.colour, (value) => view.colour = value)
            Rectangle { visible: view.colour !== ""; width: 20; height: 20; radius: 10; color: view.colour || "transparent" }
        }
        Field { id: notes; x: 16; width: view.width - 32; multiline: true; label: phone.tr("Description"); treeId: "notes" }
    }
    function choosePlace() {
        ime.hide()
        choice.ask(phone.tr("Choose a place"), store.call("calendar", "spots", {}).spots.map((spot) => ({ value: spot, text: spot })), place.text, (value) => place.text = value)
    }

    DateDialog { id: dates; parent: view }
    TimeDialog { id: times; parent: view; half: Stored.setting("system/time_12_24", "24") === "12" }
    ChoiceDialog {
        id: choice
        parent: view
        property var then: null
        function ask(title, options, value, then) { ime.hide(); choice.title = title; choice.options = options; choice.value = value; choice.then = then; open() }
        onChosen: (value) => then(value)
    }
    GuestDialog { id: people; parent: view }
    Dialog {
        id: discard
        parent: view
        title: phone.tr("Discard your changes?")
        accept: phone.tr("Discard")
        reject: phone.tr("Keep editing")
        onAccepted: view.discarded()
    }

    component Moment: Item {
        id: line
        property string label
        property real moment: 0
        property bool wrong: false
        signal picked(real moment)
        readonly property color ink: wrong ? Theme.error : Theme.onSurface
        width: view.width
        height: Math.max(48, Theme.size(48))
        Label { x: 72; width: 68; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9; anchors.verticalCenter: parent.verticalCenter; text: line.label; sp: 14; color: Theme.onSurfaceVariant }
        Pressable {
            x: 140
            width: clock.visible ? parent.width - x - clock.width - 16 : parent.width - x - 16
            height: parent.height
            radius: 12
            treeText: phone.formatTime(line.moment, "day")
            treeLabel: line.label + ": " + treeText
            onClicked: { ime.hide(); dates.ask(line.moment, (day) => line.picked(day + line.moment - view.midnight(line.moment))) }
            Label { x: 8; width: parent.width - 12; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9; anchors.verticalCenter: parent.verticalCenter; text: parent.treeText; sp: 15; color: line.ink }
        }
        Pressable {
            id: clock
            visible: !view.allDay
            anchors.right: parent.right
            anchors.rightMargin: 12
            width: hour.implicitWidth + 20
            height: parent.height
            radius: 12
            treeText: phone.formatTime(line.moment, "time")
            treeLabel: line.label + ": " + treeText
            onClicked: {
                ime.hide()
                const date = new Date(line.moment)
                times.ask(date.getUTCHours(), date.getUTCMinutes(), (hour, minute) => line.picked(view.midnight(line.moment) + hour * 3600000 + minute * 60000))
            }
            Label { id: hour; anchors.centerIn: parent; text: parent.treeText; sp: 15; color: line.ink }
        }
    }
}
