import QtQuick
import "../../system"

// How full the battery is, and who drew on it.
Column {
    id: view
    property var app
    property var page
    readonly property int level: phone.battery
    readonly property var used: store.call("settings", "battery", { used: Math.max(1, 100 - level) }).apps
    Item {
        width: parent.width
        height: head.height + 40
        Column {
            id: head
            x: 24
            y: 12
            width: parent.width - 48
            spacing: 10
            Label { width: parent.width; sp: 40; text: view.level + " %" }
            Rectangle {
                width: parent.width; height: 14; radius: 7
                color: Theme.primaryContainer
                Rectangle { width: Math.max(14, parent.width * view.level / 100); height: 14; radius: 7; color: view.level > 20 ? Theme.success : Theme.error }
            }
            Label { width: parent.width; sp: 14; color: Theme.onSurfaceVariant; text: phone.tr("About %1 h left").arg(Math.round(view.level * 0.36)) }
        }
    }
    SectionLabel { text: phone.tr("Since the last full charge") }
    Repeater {
        model: view.used
        ShareRow {
            required property var modelData
            app: modelData["package"]
            title: phone.tr(described.label)
            amount: modelData.percent + " %"
            share: modelData.percent / view.used[0].percent
            onClicked: view.app.show("apps/details", { "package": modelData["package"] })
        }
    }
}
