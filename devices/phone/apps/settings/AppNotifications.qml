import QtQuick
import "../../system"

// What one app may tell: all or nothing, and kind by kind. values: {package}
Column {
    id: view
    property var app
    property var page
    readonly property string name: page.values["package"] || ""
    readonly property var about: { store.revision; return head.described ? store.call("settings", "app", { "package": name }) : ({}) }
    function enabled(channel) {
        const row = rows.all.find((each) => each["package"] === name && each.channel === channel)
        return !row || !!row.enabled
    }
    Rows { id: rows; provider: "notification_channels" }
    AppHead { id: head; packageName: view.name }
    Column {
        visible: !!head.described
        width: parent.width
        SwitchRow { title: phone.tr("All notifications of %1").arg(head.label); treeId: "all_notifications"; on: view.about.notifies === true; onChanged: (on) => store.call("settings", "allow", { "package": view.name, permission: "android.permission.POST_NOTIFICATIONS", allowed: on }) }
        SectionLabel { visible: (view.about.channels || []).length > 0; text: phone.tr("Kinds") }
        Repeater {
            model: view.about.channels || []
            SwitchRow {
                required property var modelData
                title: phone.tr(modelData.text)
                enabled: view.about.notifies === true
                summary: enabled ? "" : phone.tr("The app may not notify")
                on: view.enabled(modelData.id)
                onChanged: (on) => store.call("settings", "channel", { "package": view.name, channel: modelData.id, enabled: on })
            }
        }
        Note { visible: (view.about.channels || []).length === 0; text: phone.tr("This app has sent nothing so far") }
    }
}
