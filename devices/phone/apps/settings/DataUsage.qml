import QtQuick
import "../../system"

// What went over the mobile network this month, app by app.
Column {
    id: view
    property var app
    property var page
    readonly property var used: store.call("settings", "data", {}).apps
    readonly property real total: used.reduce((sum, entry) => sum + entry.bytes, 0)
    readonly property real limit: Number(app.setting("global/data_limit_gb", "20")) * 1e9
    ShareRow {
        icon: "swap-vertical"
        title: phone.tr("Mobile data, this month")
        amount: view.app.facts.bytes(view.total)
        share: view.total / view.limit
        treeClickable: false
    }
    Note { text: phone.tr("Warning at %1").arg(view.app.facts.bytes(view.limit)) }
    SectionLabel { text: phone.tr("By app") }
    Repeater {
        model: view.used
        ShareRow {
            required property var modelData
            app: modelData["package"]
            title: phone.tr(described.label)
            amount: view.app.facts.bytes(modelData.bytes)
            share: view.used.length ? modelData.bytes / view.used[0].bytes : 0
            onClicked: view.app.show("apps/details", { "package": modelData["package"] })
        }
    }
}
