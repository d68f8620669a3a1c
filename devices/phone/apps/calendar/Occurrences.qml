import QtQuick
import "../../system"

// What happens between two moments (ms) in the calendars that are switched on, repetitions one by one, in order.
QtObject {
    required property real from
    required property real to
    readonly property int revision: Stored.revision("events") + Stored.revision("calendars")
    readonly property string text: JSON.stringify(asked(revision))
    readonly property var all: JSON.parse(text)
    function asked(revision) { return store.call("calendar", "between", { begin: from, end: to }).events }
    // Those that touch one day; what ends at midnight does not touch the next one.
    function on(day) { return all.filter((event) => event.begin < day + 86400000 && (event.end > day || event.begin >= day)) }
}
