import QtQuick
import "../../system"

// One kind of access, app by app. values: {op}
Column {
    id: view
    property var app
    property var page
    readonly property string op: page.values.op || app.facts.accesses[0].op
    function row(name) { return ops.all.find((each) => each.op === op && each["package"] === name) || null }
    function set(name, on) {
        const known = row(name)
        if (known) store.update("app_ops", known._id, { allowed: on ? 1 : 0 })
        else store.insert("app_ops", { "package": name, op: op, allowed: on ? 1 : 0 })
    }
    Rows { id: ops; provider: "app_ops" }
    SectionLabel { text: phone.tr(view.app.facts.accesses.find((each) => each.op === view.op).text) }
    Repeater {
        model: phone.apps
        SwitchRow {
            required property var modelData
            icon: modelData.icon
            iconColour: modelData.colour
            title: phone.tr(modelData.label)
            on: { const known = view.row(modelData["package"]); return !!known && !!known.allowed }
            onChanged: (on) => view.set(modelData["package"], on)
        }
    }
}
