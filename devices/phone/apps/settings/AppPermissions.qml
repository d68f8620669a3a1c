import QtQuick
import "../../system"

// What one app may do. values: {package}
Column {
    id: view
    property var app
    property var page
    readonly property string name: page.values["package"] || ""
    readonly property var groups: { store.revision; return head.described ? store.call("settings", "groups", { "package": name }).groups : [] }
    component Group: ListRow {
        property var modelData
        icon: modelData.icon
        title: phone.tr(modelData.title)
        treeText: title
        onClicked: view.app.show("privacy/permissions/choose", { "package": view.name, permission: modelData.permission })
    }
    AppHead { id: head; packageName: view.name }
    SectionLabel { visible: !!head.described; text: phone.tr("Allowed") }
    Note { visible: !!head.described && !view.groups.some((group) => group.granted); text: phone.tr("Nothing here") }
    Repeater {
        model: view.groups.filter((group) => group.granted)
        Group { required modelData }
    }
    SectionLabel { visible: !!head.described; text: phone.tr("Not allowed") }
    Note { visible: !!head.described && !view.groups.some((group) => !group.granted); text: phone.tr("Nothing here") }
    Repeater {
        model: view.groups.filter((group) => !group.granted)
        Group { required modelData }
    }
}
