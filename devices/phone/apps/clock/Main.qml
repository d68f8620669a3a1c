import QtQuick
import "../../system"

// Clock: alarms, world clock, timer, stopwatch. State lies in the providers alarms (hour, minute, label, enabled, days),
// world_clocks (city, offset in minutes), timers, stopwatch and laps; times in milliseconds are text.
Item {
    id: app
    property int tab: 0
    readonly property var tabs: [
        { page: "", label: phone.tr("Alarm"), icon: "alarm" },
        { page: "clock", label: phone.tr("World clock"), icon: "clock-outline" },
        { page: "timer", label: phone.tr("Timer"), icon: "timer-sand" },
        { page: "stopwatch", label: phone.tr("Stopwatch"), icon: "timer-outline" }
    ]
    readonly property string page: pages.depth > 1 ? pages.name : tabs[tab].page
    readonly property bool half: store.setting("system", "time_12_24", "24", store.revision) === "12"

    function open(name) {
        pages.reset()
        tab = Math.max(0, tabs.findIndex((entry) => entry.page === name))
        if (name === "cities") { tab = 1; pages.show(cities) }
    }
    function back() {
        if (picker.back() || confirm.back() || pages.back()) return true
        if (tab === 0) return false
        tab = 0
        return true
    }

    Rows { id: alarmRows; provider: "alarms" }
    PageStack { id: pages; initialItem: home }

    Component {
        id: home
        AppPage {
            id: view
            root: true
            name: ""
            title: app.tabs[app.tab].label
            Item {
                anchors.fill: parent
                anchors.bottomMargin: bar.height
                AlarmList {
                    anchors.fill: parent
                    visible: app.tab === 0
                    half: app.half
                    alarms: alarmRows.all
                    onCreating: picker.ask(7, 0, (hour, minute) => store.insert("alarms", { hour: hour | 0, minute: minute | 0, label: "", enabled: 1, days: "" }))
                    onChosen: (number) => pages.show(editor, { number: number })
                }
                WorldClock { anchors.fill: parent; visible: app.tab === 1; half: app.half; onAdding: pages.show(cities) }
                CountDown { anchors.fill: parent; visible: app.tab === 2 }
                StopwatchFace { anchors.fill: parent; visible: app.tab === 3 }
            }
            TabBar { id: bar; y: parent.height - height; width: parent.width; tabs: app.tabs; current: app.tab; onChosen: (index) => app.tab = index }
        }
    }
    Component {
        id: editor
        AlarmEditor {
            property int number: 0
            readonly property var now: alarmRows.find(number)
            half: app.half
            onNowChanged: if (now) alarm = now
            onPickingTime: picker.ask(Number(alarm.hour), Number(alarm.minute), (hour, minute) => store.update("alarms", number, { hour: hour | 0, minute: minute | 0, enabled: 1 }))
            onDeleting: confirm.ask(alarm)
        }
    }
    Component {
        id: cities
        CityList { onChosen: (city) => { store.insert("world_clocks", { city: city.city, offset: city.offset | 0 }); pages.leave() } }
    }
    TimePicker { id: picker; half: app.half }
    Dialog {
        id: confirm
        property var alarm: null
        function ask(alarm) { confirm.alarm = alarm; open() }
        title: phone.tr("Delete this alarm?")
        accept: phone.tr("Delete")
        onAccepted: { store.remove("alarms", alarm._id); pages.leave() }
    }
}
