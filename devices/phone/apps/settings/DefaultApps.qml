import QtQuick
import "../../system"

// Which app opens what, where several can.
Column {
    id: view
    property var app
    property var page
    readonly property var kinds: store.call("settings", "defaults", {}).kinds
    readonly property var titles: ({ browser: phone.tr("Browser app"), dialer: phone.tr("Phone app"), sms: phone.tr("Messages app"), mail: phone.tr("Mail app"), maps: phone.tr("Maps app") })
    readonly property var icons: ({ browser: "web", dialer: "phone", sms: "message-text", mail: "email", maps: "map-marker" })
    function label(name) {
        const found = phone.apps.find((each) => each["package"] === name)
        return found ? phone.tr(found.label) : phone.tr("None")
    }
    Repeater {
        model: view.kinds
        ListRow {
            required property var modelData
            readonly property string chosen: view.app.setting("secure/default_app_" + modelData.kind, modelData.apps[0] || "")
            icon: view.icons[modelData.kind]
            title: view.titles[modelData.kind]
            summary: view.label(chosen)
            treeText: title
            onClicked: view.app.choose(title, [...modelData.apps.map((name) => ({ value: name, text: view.label(name) })), { value: "none", text: phone.tr("None") }], chosen,
                (name) => store.put("secure", "default_app_" + modelData.kind, name))
        }
    }
    ListRow { icon: "home"; title: phone.tr("Home app"); summary: phone.tr("Launcher"); treeClickable: false }
}
