import QtQuick
import "../../system"

// Times at which "do not disturb" comes on and goes off by itself. Rows of "zen_rules": name, start, end (minutes), enabled.
Column {
    id: view
    property var app
    property var page
    function time(minutes) { return phone.formatTime(minutes * 60000, "time") }
    function add() {
        app.write(phone.tr("Add schedule"), phone.tr("Schedule name"), "", "name", (name) => app.clock.ask(22, 0, (hour, minute) =>
            store.insert("zen_rules", { name: name, start: hour * 60 + minute, end: (hour * 60 + minute + 480) % 1440, enabled: 1 })))
    }
    function edit(row) {
        app.choose(row.name, [{ value: "start", text: phone.tr("Start time") }, { value: "end", text: phone.tr("End time") }, { value: "delete", text: phone.tr("Delete schedule") }], "", (what) => {
            if (what === "delete") app.ask(phone.tr("Delete this schedule?"), row.name, phone.tr("Delete"), () => store.remove("zen_rules", row._id))
            else app.clock.ask(Math.floor(row[what] / 60), row[what] % 60, (hour, minute) => store.update("zen_rules", row._id, { [what]: hour * 60 + minute }))
        })
    }
    Rows { id: rules; provider: "zen_rules" }
    SectionLabel { text: phone.tr("Schedules") }
    Repeater {
        model: rules.all
        ListRow {
            id: row
            required property var modelData
            icon: "calendar-clock"
            title: modelData.name || ""
            summary: view.time(modelData.start || 0) + " – " + view.time(modelData.end || 0)
            treeText: title
            onClicked: view.edit(modelData)
            Pressable {
                width: 52; height: 48
                treeClass: "android.widget.Switch"
                treeLabel: phone.tr("Schedule %1").arg(row.title)
                treeCheckable: true
                treeChecked: !!row.modelData.enabled
                onClicked: store.update("zen_rules", row.modelData._id, { enabled: row.modelData.enabled ? 0 : 1 })
                Toggle { on: !!row.modelData.enabled; anchors.verticalCenter: parent.verticalCenter }
            }
        }
    }
    ListRow { icon: "plus"; title: phone.tr("Add schedule"); treeText: title; onClicked: view.add() }
}
