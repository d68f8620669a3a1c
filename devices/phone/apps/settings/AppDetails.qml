import QtQuick
import "../../system"

// One app: open it, end it, take it off, and what it may and keeps. values: {package}
Column {
    id: view
    property var app
    property var page
    readonly property string name: page.values["package"] || ""
    readonly property var about: { store.revision; return head.described ? store.call("settings", "app", { "package": name }) : ({}) }
    readonly property bool running: phone.running.includes(name) && name !== "com.android.settings"
    AppHead { id: head; packageName: view.name }
    Column {
        visible: !!head.described
        width: parent.width
        Flow {
            x: 16
            width: parent.width - 32
            spacing: 4
            TextButton { filled: true; text: phone.tr("Open"); onClicked: phone.launch(view.name) }
            TextButton {
                text: phone.tr("Force stop")
                enabled: view.running
                opacity: enabled ? 1 : 0.4
                onClicked: view.app.ask(phone.tr("Force stop?"), phone.tr("What the app was doing is lost."), phone.tr("Force stop"), () => phone.stop(view.name))
            }
            TextButton {
                text: phone.tr("Uninstall")
                enabled: view.about.removable === true
                opacity: enabled ? 1 : 0.4
                onClicked: view.app.ask(phone.tr("Uninstall this app?"), phone.tr("%1 and its data go away.").arg(head.label), phone.tr("Uninstall"),
                    () => { store.call("settings", "uninstall", { "package": view.name }); view.app.leave() })
            }
        }
        ListRow { icon: "bell-outline"; title: phone.tr("Notifications"); summary: view.about.notifies ? phone.tr("Allowed") : phone.tr("Off"); treeText: title; onClicked: view.app.show("apps/details/notifications", { "package": view.name }) }
        ListRow { icon: "shield-key-outline"; title: phone.tr("Permissions"); summary: phone.tr("%1 of %2 allowed").arg(view.about.allowed || 0).arg(view.about.asked || 0); treeText: title; onClicked: view.app.show("apps/details/permissions", { "package": view.name }) }
        ListRow { icon: "harddisk"; title: phone.tr("Storage & cache"); summary: view.app.facts.bytes((view.about.app || 0) + (view.about.data || 0) + (view.about.cache || 0)); treeText: title; onClicked: view.app.show("apps/details/storage", { "package": view.name }) }
        ListRow { icon: "swap-vertical"; title: phone.tr("Mobile data"); summary: view.app.facts.bytes(view.about.mobile || 0); treeText: title; onClicked: view.app.show("network/data") }
        ListRow { icon: "battery"; title: phone.tr("Battery"); summary: phone.tr("%1 % since the last full charge").arg(view.about.battery || 0); treeText: title; onClicked: view.app.show("battery/usage") }
        ListRow { icon: "information-outline"; title: phone.tr("Version"); summary: view.about.version || ""; treeClickable: false }
    }
}
