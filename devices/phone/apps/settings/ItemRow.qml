import QtQuick
import "../../system"

// One item of a page: a way to another page, a switch, a choice, a text, an action or a fact.
ListRow {
    id: row
    property var app
    property var entry: ({ type: "info", title: "" })
    readonly property bool toggle: entry.type === "toggle" || entry.type === "switch"
    readonly property string value: entry.key ? app.setting(entry.key, entry["default"]) : ""
    readonly property bool on: toggle && value === (entry.on || "1")
    readonly property bool allowed: !entry.needs || app.setting(entry.needs.key, "") === entry.needs.value
    readonly property bool hidden: !allowed && entry.needs.hide === true
    visible: !hidden
    enabled: allowed
    icon: entry.icon || ""
    iconColour: entry.colour || "transparent"
    title: phone.tr(entry.title)
    summary: {
        if (!allowed && entry.needs.why) return phone.tr(entry.needs.why)
        if (entry.live) return app.facts.tell(entry.live)
        if (entry.type === "choice") {
            const found = entry.options.find((option) => option[0] === value)
            return phone.tr(found ? found[1] : value)
        }
        if (entry.type === "text") return entry.secret && value ? "•".repeat(value.length) : value || phone.tr("Not set")
        return phone.tr(entry.summary || "")
    }
    treeId: entry.key ? entry.key.replace("/", "_") : (entry.page || "")
    treeClass: toggle ? "android.widget.Switch" : "android.widget.LinearLayout"
    treeText: title
    treeCheckable: toggle
    treeChecked: on
    treeClickable: entry.type !== "info" || !!entry.act
    onClicked: {
        const home = app, key = entry.key  // a dialog may answer when this line is gone
        if (entry.act) app.actions.perform(entry.act)
        else if (entry.opens) app.show(entry.opens)
        else if (entry.type === "page") app.show(entry.page, entry.values)
        else if (toggle) app.set(entry.key, on ? (entry.off || "0") : (entry.on || "1"))
        else if (entry.type === "choice") app.choose(title, entry.options.map((option) => ({ value: option[0], text: phone.tr(option[1]) })), value, (chosen) => home.set(key, chosen))
        else if (entry.type === "text") app.write(title, title, value, entry.check, (text) => home.set(key, text))
    }
    Toggle { visible: row.toggle; on: row.on; opacity: row.enabled ? 1 : 0.4 }
}
