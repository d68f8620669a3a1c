import QtQuick
import "../../system"

// What one app keeps, and how to be rid of it. values: {package}
Column {
    id: view
    property var app
    property var page
    readonly property string name: page.values["package"] || ""
    readonly property var about: { store.revision; return head.described ? store.call("settings", "app", { "package": name }) : ({}) }
    AppHead { id: head; packageName: view.name }
    Column {
        visible: !!head.described
        width: parent.width
        Flow {
            x: 16
            width: parent.width - 32
            spacing: 4
            TextButton {
                text: phone.tr("Clear data")
                onClicked: view.app.ask(phone.tr("Clear the app's data?"), phone.tr("Everything that %1 keeps is deleted.").arg(head.label), phone.tr("Delete"), () => store.call("settings", "clearData", { "package": view.name }))
            }
            TextButton { text: phone.tr("Clear cache"); enabled: (view.about.cache || 0) > 0; opacity: enabled ? 1 : 0.4; onClicked: store.call("settings", "clearCache", { "package": view.name }) }
        }
        ListRow { title: phone.tr("App size"); summary: view.app.facts.bytes(view.about.app || 0); treeClickable: false }
        ListRow { title: phone.tr("User data"); summary: view.app.facts.bytes(view.about.data || 0); treeClickable: false }
        ListRow { title: phone.tr("Cache"); summary: view.app.facts.bytes(view.about.cache || 0); treeClickable: false }
        ListRow { title: phone.tr("Total size"); summary: view.app.facts.bytes((view.about.app || 0) + (view.about.data || 0) + (view.about.cache || 0)); treeClickable: false }
    }
}
