import QtQuick
import "../../system"

// The calendar by month, week, day or as an agenda, always around one day.
AppPage {
    id: view
    property string mode: "month"
    property real today: 0
    property real day: 0
    readonly property var modes: ["month", "week", "day", "agenda"]
    readonly property var date: new Date(day)
    readonly property real monday: day - ((date.getUTCDay() + 6) % 7) * 86400000
    signal modeChosen(string mode)
    signal dayChosen(real day)
    signal opening(var event)
    signal creating(real begin)
    signal searching
    signal settingUp
    readonly property bool narrow: width < 400 * Theme.fontScale
    root: true
    name: ""
    title: phone.formatTime(day, mode === "day" ? "day" : "month")

    function turn(direction) {
        if (mode === "day") { dayChosen(day + direction * 86400000); return }
        if (mode === "week") { dayChosen(day + direction * 7 * 86400000); return }
        const year = date.getUTCFullYear(), month = date.getUTCMonth() + direction
        const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
        dayChosen(Date.UTC(year, month, mode === "agenda" ? 1 : Math.min(date.getUTCDate(), last)))
    }
    actions: [
        IconButton { width: view.narrow ? 40 : 44; icon: "chevron-left"; label: phone.tr("Earlier"); onClicked: view.turn(-1) },
        IconButton { width: view.narrow ? 40 : 44; icon: "chevron-right"; label: phone.tr("Later"); onClicked: view.turn(1) },
        IconButton { width: view.narrow ? 40 : 44; icon: "calendar-today"; label: phone.tr("Today"); onClicked: view.dayChosen(view.today) },
        IconButton { width: view.narrow ? 40 : 44; visible: !view.narrow; icon: "magnify"; label: phone.tr("Search events"); onClicked: view.searching() },
        Menu {
            width: view.narrow ? 40 : 44
            entries: (view.narrow ? [{ text: phone.tr("Search events"), icon: "magnify", act: () => view.searching() }] : []).concat([
                { text: phone.tr("Go to date"), icon: "calendar", act: () => dates.ask(view.day, (day) => view.dayChosen(day)) },
                { text: phone.tr("Calendars"), icon: "format-list-checks", act: () => view.settingUp() }
            ])
        }
    ]
    TabStrip {
        id: strip
        labels: [phone.tr("Month"), phone.tr("Week"), phone.tr("Day"), phone.tr("Agenda")]
        current: view.modes.indexOf(view.mode)
        onChosen: (index) => view.modeChosen(view.modes[index])
    }
    Loader {
        y: strip.height
        width: parent.width
        height: parent.height - y
        sourceComponent: view.mode === "month" ? month : view.mode === "agenda" ? agenda : grid
    }
    Component { id: month; MonthView { today: view.today; day: view.day; onDayChosen: (day) => view.dayChosen(day); onOpening: (event) => view.opening(event) } }
    Component {
        id: grid
        TimeGrid {
            today: view.today
            first: view.mode === "week" ? view.monday : view.day
            days: view.mode === "week" ? 7 : 1
            onDayChosen: (day) => { view.dayChosen(day); view.modeChosen("day") }
            onOpening: (event) => view.opening(event)
            onCreating: (begin) => view.creating(begin)
        }
    }
    Component { id: agenda; Agenda { today: view.today; from: view.day; onOpening: (event) => view.opening(event) } }
    Fab { treeLabel: phone.tr("New event"); onClicked: view.creating(view.day === view.today ? 0 : view.day + 9 * 3600000) }
    DateDialog { id: dates; parent: view }
    function back() { return dates.back() }
}
