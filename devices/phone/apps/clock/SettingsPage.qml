import QtQuick
import "../../system"

// How alarms behave.
AppPage {
    id: view
    readonly property string snooze: Stored.setting("secure/clock_snooze", "10")
    readonly property string silence: Stored.setting("secure/clock_silence", "10")
    readonly property var snoozes: ["1", "5", "10", "15", "20", "30"].map((minutes) => ({ value: minutes, text: phone.tr("%1 minutes").arg(minutes) }))
    readonly property var silences: ["1", "5", "10", "20"].map((minutes) => ({ value: minutes, text: phone.tr("%1 minutes").arg(minutes) })).concat([{ value: "0", text: phone.tr("Never") }])
    name: "settings"
    title: phone.tr("Clock settings")
    function back() { return naps.back() || ends.back() }
    function textOf(options, value) { return (options.find((entry) => entry.value === value) || { text: phone.tr("%1 minutes").arg(value) }).text }
    Scroller {
        anchors.fill: parent
        SectionLabel { text: phone.tr("Alarms") }
        ListRow { icon: "sleep"; title: phone.tr("Snooze length"); summary: view.textOf(view.snoozes, view.snooze); treeText: title; onClicked: naps.open() }
        ListRow { icon: "bell-off"; title: phone.tr("Silence after"); summary: view.textOf(view.silences, view.silence); treeText: title; onClicked: ends.open() }
        SectionLabel { text: phone.tr("Clock") }
        ListRow { icon: "clock-outline"; title: phone.tr("Date and time settings"); treeText: title; onClicked: phone.open("com.android.settings", "system/date", {}) }
    }
    ChoiceDialog { id: naps; parent: view; title: phone.tr("Snooze length"); options: view.snoozes; value: view.snooze; onChosen: (value) => store.put("secure", "clock_snooze", value) }
    ChoiceDialog { id: ends; parent: view; title: phone.tr("Silence after"); options: view.silences; value: view.silence; onChosen: (value) => store.put("secure", "clock_silence", value) }
}
