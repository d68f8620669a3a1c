import QtQuick
import "../../system"

// One event: when, where, with whom. begin: which repetition is meant, 0 for the first.
AppPage {
    id: view
    property var event: null
    property real begin: 0
    readonly property var calendar: calendars.all.find((entry) => event && entry._id === Number(event.calendar)) || null
    readonly property real starts: event ? begin || Number(event.begin) || 0 : 0
    readonly property real ends: event ? starts + Math.max(0, Number(event.end) - Number(event.begin) || 0) : 0
    readonly property bool allDay: event ? Number(event.all_day) === 1 : false
    readonly property var guests: event && event.guests ? String(event.guests).split(",").map((name) => name.trim()).filter((name) => name) : []
    signal editing
    signal deleting
    signal duplicating
    name: "event"
    Rows { id: calendars; provider: "calendars" }
    EventWords { id: words }
    function shared() { return event.title + "\n" + words.span(starts, ends, allDay) + (event.place ? "\n" + event.place : "") }
    actions: [
        IconButton { visible: view.event !== null; icon: "pencil-outline"; label: phone.tr("Edit event"); onClicked: view.editing() },
        IconButton { visible: view.event !== null; icon: "delete-outline"; label: phone.tr("Delete event"); onClicked: view.deleting() },
        Menu {
            visible: view.event !== null
            entries: [
                { text: phone.tr("Share"), icon: "share-variant", act: () => phone.share({ subject: view.event.title, text: view.shared(), mime: "text/plain" }) },
                { text: phone.tr("Duplicate"), icon: "content-duplicate", act: () => view.duplicating() }
            ]
        }
    ]
    EmptyState { visible: view.event === null; icon: "calendar-remove"; text: phone.tr("This event is gone"); detail: phone.tr("It was deleted, or never was.") }
    Scroller {
        visible: view.event !== null
        anchors.fill: parent
        Item {
            width: view.width
            height: heading.height + 20
            Rectangle { x: 26; y: 8; width: 20; height: 20; radius: 6; color: (view.event && view.event.colour) || (view.calendar ? view.calendar.colour : Theme.primary) }
            Column {
                id: heading
                x: 72
                width: parent.width - x - 20
                spacing: 6
                Label { width: parent.width; text: view.event ? view.event.title || phone.tr("(No title)") : ""; sp: 24; wrapMode: Text.Wrap }
                Label { width: parent.width; text: view.event ? words.span(view.starts, view.ends, view.allDay) : ""; sp: 15; wrapMode: Text.Wrap; color: Theme.onSurfaceVariant }
                Label { visible: text !== ""; width: parent.width; text: view.event && view.event.repeat ? words.repeat(view.event.repeat) : ""; sp: 14; color: Theme.onSurfaceVariant }
            }
        }
        ListRow {
            visible: !!(view.event && view.event.place)
            icon: "map-marker-outline"
            title: view.event && view.event.place ? view.event.place : ""
            summary: phone.tr("Show on the map")
            treeText: title
            onClicked: phone.openUri("geo:0,0?q=" + encodeURIComponent(view.event.place))
        }
        ListRow {
            treeClickable: false
            icon: view.event && Number(view.event.reminder) >= 0 ? "bell-outline" : "bell-off"
            title: view.event ? words.reminder(view.event.reminder === undefined ? -1 : Number(view.event.reminder) || 0) : ""
        }
        ListRow { treeClickable: false; icon: "calendar"; title: view.calendar ? phone.tr(view.calendar.name) : phone.tr("No calendar") }
        SectionLabel { visible: view.guests.length > 0; text: phone.tr("Guests") }
        Repeater {
            model: view.guests
            Item {
                required property string modelData
                width: view.width
                height: Math.max(52, Theme.size(52))
                Avatar { x: 20; size: 36; name: modelData; anchors.verticalCenter: parent.verticalCenter }
                Label { x: 72; width: parent.width - 92; anchors.verticalCenter: parent.verticalCenter; text: modelData }
            }
        }
        Item {
            visible: !!(view.event && view.event.notes)
            width: view.width
            height: notes.height + 32
            Icon { name: "text"; x: 24; y: 16 }
            Label { id: notes; x: 72; y: 16; width: parent.width - x - 24; text: view.event && view.event.notes ? view.event.notes : ""; sp: 15; wrapMode: Text.Wrap; verticalAlignment: Text.AlignTop }
        }
    }
}
