import QtQuick
import "../../system"

// What apps may use, kind by kind.
Column {
    id: view
    property var app
    property var page
    readonly property var groups: { store.revision; return store.call("settings", "groups", {}).groups }
    Repeater {
        model: view.groups
        ListRow {
            required property var modelData
            icon: modelData.icon
            title: phone.tr(modelData.title)
            summary: phone.tr("%1 of %2 apps allowed").arg(modelData.apps.filter((each) => each.granted).length).arg(modelData.apps.length)
            treeText: title
            onClicked: view.app.show("privacy/permissions/apps", { permission: modelData.permission })
        }
    }
}
