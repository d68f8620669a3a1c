import QtQuick
import "../../system"

// Calendar. Rows of "events": title, begin, end (ms, UTC), all_day, place, notes, calendar (id), colour, repeat (an RRULE such
// as FREQ=WEEKLY, or empty), except (begins of deleted repetitions, by commas), reminder (minutes before, -1 none), guests
// (names, by commas). Rows of "calendars": name, colour, visible.
Item {
    id: app
    readonly property string page: pages.depth > 1 ? pages.name : mode === "month" ? "" : mode
    property string mode: "month"
    property real today: 0
    property real day: 0  // midnight of the day that is looked at

    function midnight(moment) { return Math.floor(moment / 86400000) * 86400000 }
    function look() { const now = midnight(phone.timestamp()); if (now !== today) today = now }
    Component.onCompleted: { look(); day = today }
    Connections { target: phone; function onTicked() { app.look() } }

    function numberOf(values) {
        if (values.id) return Number(values.id)
        const found = /\/events\/(\d+)/.exec(values.uri || "")
        return found ? Number(found[1]) : 0
    }
    function open(name, values) {
        if (name === undefined || name === null) return  // from the launcher: where it was
        const given = values || {}
        const number = numberOf(given)
        const moment = Number(given.beginTime || (/\/time\/(\d+)/.exec(given.uri || "") || [])[1] || 0)
        confirm.close(); which.close()
        pages.reset()
        look()
        if (["", "week", "day", "agenda"].includes(name)) {
            mode = name || "month"
            if (moment) day = midnight(moment)
        } else if (name === "search") pages.show(search, { query: String(given.query || "") })
        else if (name === "calendars") pages.show(calendars)
        else if (name === "event" && number && !/EDIT$/.test(given.action || "")) pages.show(card, { number: number, begin: moment })
        else if (name === "event" && moment && !/INSERT$/.test(given.action || "")) { mode = "day"; day = midnight(moment) }
        else if (name === "edit" || given.action) edit(number, given)
        else pages.show(card, { number: 0, begin: 0 })
    }
    function back() {
        if (confirm.back() || which.back() || pages.back()) return true
        if (mode === "month") return false
        mode = "month"
        return true
    }
    function edit(number, given) {
        const known = number ? events.find(number) : null
        const next = Math.min(23, Math.floor((phone.timestamp() - today) / 3600000) + 1) // late in the evening still on the day shown
        const begin = Number(given.beginTime || 0) || midnight(day) + next * 3600000
        pages.show(editor, { number: known ? number : 0, draft: known || {
            title: String(given.title || ""), place: String(given.eventLocation || ""), notes: String(given.description || ""),
            begin: begin, end: Number(given.endTime || 0) || begin + 3600000, repeat: String(given.rrule || ""),
            all_day: given.allDay === true || given.allDay === "true" || Number(given.allDay) === 1 ? 1 : 0
        } })
    }
    function remove(event, begin) {
        if (event.repeat) which.ask(event, begin)
        else confirm.ask(event)
    }

    Rows { id: events; provider: "events" }
    PageStack { id: pages; initialItem: home }

    Component {
        id: home
        CalendarHome {
            mode: app.mode
            today: app.today
            day: app.day
            onModeChosen: (mode) => app.mode = mode
            onDayChosen: (day) => app.day = day
            onOpening: (event) => pages.show(card, { number: event.id, begin: event.begin })
            onCreating: (begin) => app.edit(0, { beginTime: begin })
            onSearching: pages.show(search)
            onSettingUp: pages.show(calendars)
        }
    }
    Component {
        id: card
        EventPage {
            property int number: 0
            event: events.find(number)
            onEditing: app.edit(number, {})
            onDuplicating: {
                const copy = Object.assign({}, event)
                delete copy._id
                pages.leave()
                pages.show(editor, { draft: copy })
            }
            onDeleting: app.remove(event, begin)
        }
    }
    Component { id: editor; EventEditor { onSaved: (begin) => { app.day = app.midnight(begin); pages.leave() } onDiscarded: pages.leave() } }
    Component { id: search; SearchPage { onOpening: (event) => pages.show(card, { number: event.id, begin: event.begin }) } }
    Component { id: calendars; CalendarsPage { } }

    Dialog {
        id: confirm
        property var event: null
        function ask(event) { confirm.event = event; open() }
        title: phone.tr("Delete this event?")
        message: event ? event.title || "" : ""
        accept: phone.tr("Delete")
        onAccepted: { store.remove("events", event._id); pages.leave(); phone.showToast(phone.tr("Event deleted")) }
    }
    ChoiceDialog {
        id: which
        property var event: null
        property real begin: 0
        function ask(event, begin) { which.event = event; which.begin = begin || Number(event.begin); open() }
        title: phone.tr("Delete repeating event?")
        options: [{ value: "one", text: phone.tr("This event") }, { value: "all", text: phone.tr("All events") }]
        onChosen: (value) => {
            if (value === "all") store.remove("events", event._id)
            else store.update("events", event._id, { except: (event.except ? event.except + "," : "") + begin })
            pages.leave()
            phone.showToast(phone.tr("Event deleted"))
        }
    }
}
