import QtQuick
import "../../system"

// Clock: alarms, world clock, timer, stopwatch. State lies in the providers alarms (hour, minute, label, enabled, days, sound),
// world_clocks (city, offset in minutes), timers, stopwatch and laps; times in milliseconds are text. What rings is the
// provider's part: rows of ringing and snoozes.
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
    readonly property bool half: Stored.setting("system/time_12_24", "24") === "12"

    function open(name, values) {
        const given = values || {}
        picker.close(); confirm.close()
        undo.offered = false
        pages.reset()
        if (given["android.intent.extra.alarm.HOUR"] !== undefined) { setAlarm(given); return }
        if (given["android.intent.extra.alarm.LENGTH"] !== undefined) { tab = 2; setTimer(Number(given["android.intent.extra.alarm.LENGTH"])); return }
        tab = Math.max(0, tabs.findIndex((entry) => entry.page === name))
        if (name === "cities") { tab = 1; pages.show(cities) }
        else if (name === "alarm" && (alarmRows.find(Number(given.id)) || (given.id === undefined && alarmRows.all.length))) pages.show(editor, { number: Number(given.id || alarmRows.all[0]._id) })
        else if (name === "ring") pages.show(ring)
        else if (name === "settings") pages.show(settings)
    }
    function back() {
        if (picker.back() || confirm.back() || pages.back()) return true
        if (tab === 0) return false
        tab = 0
        return true
    }
    function create(hour, minute, label) { return store.insert("alarms", { hour: hour | 0, minute: minute | 0, label: label, enabled: 1, days: "", sound: "sunrise" }) }
    function setAlarm(given) {
        const hour = Number(given["android.intent.extra.alarm.HOUR"]), minute = Number(given["android.intent.extra.alarm.MINUTES"] || 0)
        tab = 0
        if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60)) { phone.showToast(phone.tr("This is not a time")); return }
        const number = create(hour, minute, String(given["android.intent.extra.alarm.MESSAGE"] || ""))
        if (String(given["android.intent.extra.alarm.SKIP_UI"] || "false") !== "true") pages.show(editor, { number: number })
    }
    function setTimer(seconds) {
        if (!(seconds >= 1 && seconds <= 86400)) return
        store.insert("timers", { seconds: seconds | 0, state: "running", left_ms: String(seconds * 1000), ends_ms: String(Math.round(phone.timestamp() + seconds * 1000)) })
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
            actions: IconButton { icon: "cog-outline"; label: phone.tr("Clock settings"); onClicked: pages.show(settings) }
            Item {
                anchors.fill: parent
                anchors.bottomMargin: bar.height
                AlarmList {
                    anchors.fill: parent
                    visible: app.tab === 0
                    half: app.half
                    alarms: alarmRows.all
                    onCreating: picker.ask(7, 0, (hour, minute) => app.create(hour, minute, ""))
                    onChosen: (number) => pages.show(editor, { number: number })
                }
                WorldClock {
                    anchors.fill: parent
                    visible: app.tab === 1
                    half: app.half
                    onAdding: pages.show(cities)
                    onRemoving: (row) => { store.remove("world_clocks", row._id); undo.offer(phone.tr("City removed"), () => store.insert("world_clocks", row)) }
                }
                CountDown { anchors.fill: parent; visible: app.tab === 2 }
                StopwatchFace { anchors.fill: parent; visible: app.tab === 3 }
            }
            BottomBar { id: bar; y: parent.height - height; tabs: app.tabs; current: app.tab; onChosen: (index) => app.tab = index }
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
    Component { id: ring; RingPage { half: app.half; onOver: pages.leave() } }
    Component { id: settings; SettingsPage { } }
    TimeDialog { id: picker; half: app.half }
    Dialog {
        id: confirm
        property var alarm: null
        function ask(alarm) { confirm.alarm = alarm; open() }
        title: phone.tr("Delete this alarm?")
        accept: phone.tr("Delete")
        onAccepted: { store.remove("alarms", alarm._id); pages.leave() }
    }
    UndoBar { id: undo; anchors.bottomMargin: 164 }  // above the bar and the button
}
