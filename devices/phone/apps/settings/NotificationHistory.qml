import QtQuick
import "../../system"

// What came in lately, also what was swiped away, the newest first.
Column {
    id: view
    property var app
    property var page
    readonly property bool kept: app.setting("secure/notification_history_enabled", "0") === "1"
    readonly property real since: phone.timestamp() - 24 * 3600 * 1000
    readonly property var all: [...shown.all, ...(kept ? old.all : [])].filter((row) => row.time >= since).sort((a, b) => b.time - a.time)
    function described(name) { return phone.apps.find((each) => each["package"] === name) || { icon: "bell", colour: "#5F6368", label: name } }
    Rows { id: shown; provider: "notifications" }
    Rows { id: old; provider: "notification_history" }
    SwitchRow { title: phone.tr("Keep a history"); summary: phone.tr("Of the last day"); on: view.kept; onChanged: (on) => store.put("secure", "notification_history_enabled", on ? "1" : "0") }
    Note { visible: view.all.length === 0; text: view.kept ? phone.tr("Nothing in the last 24 hours") : phone.tr("Nothing is shown now. What was swiped away is not kept.") }
    Repeater {
        model: view.all
        ListRow {
            required property var modelData
            readonly property var from: view.described(modelData["package"])
            icon: from.icon
            iconColour: from.colour
            title: modelData.title || phone.tr(from.label)
            summary: phone.formatTime(modelData.time || 0, "time") + "  " + (modelData.text || "")
            treeText: title
            onClicked: view.app.show("apps/details/notifications", { "package": modelData["package"] })
        }
    }
}
