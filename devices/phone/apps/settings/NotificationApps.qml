import QtQuick
import "../../system"

// Which apps may notify: a switch for each, and its kinds behind its name.
Column {
    id: view
    property var app
    property var page
    readonly property var allowed: { store.revision; return store.call("settings", "notifiers", {}) }
    Repeater {
        model: phone.apps
        ListRow {
            id: row
            required property var modelData
            readonly property bool on: view.allowed[modelData["package"]] === true
            icon: modelData.icon
            iconColour: modelData.colour
            title: phone.tr(modelData.label)
            summary: on ? phone.tr("On") : phone.tr("Off")
            treeText: title
            onClicked: view.app.show("apps/details/notifications", { "package": modelData["package"] })
            Pressable {
                width: 52; height: 48
                treeClass: "android.widget.Switch"
                treeLabel: phone.tr("Notifications of %1").arg(row.title)
                treeCheckable: true
                treeChecked: row.on
                onClicked: store.call("settings", "allow", { "package": row.modelData["package"], permission: "android.permission.POST_NOTIFICATIONS", allowed: !row.on })
                Toggle { on: row.on; anchors.verticalCenter: parent.verticalCenter }
            }
        }
    }
}
