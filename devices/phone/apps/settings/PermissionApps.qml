import QtQuick
import "../../system"

// Which apps may use one thing. values: {permission}
Column {
    id: view
    property var app
    property var page
    readonly property var group: { store.revision; return store.call("settings", "group", { permission: page.values.permission || "android.permission.CAMERA" }) }
    component Entry: ListRow {
        property var modelData
        readonly property var described: phone.app(modelData["package"])
        icon: described.icon
        iconColour: described.colour
        title: phone.tr(described.label)
        treeText: title
        onClicked: view.app.show("privacy/permissions/choose", { "package": modelData["package"], permission: view.group.permission })
    }
    Item {
        width: parent.width
        height: Math.max(64, words.height + 16)
        Icon { x: 24; name: view.group.icon; size: 32; color: Theme.primary; anchors.verticalCenter: parent.verticalCenter }
        Label { id: words; x: 72; wrapMode: Text.Wrap; width: parent.width - 96; text: phone.tr(view.group.title); sp: 22; anchors.verticalCenter: parent.verticalCenter }
    }
    SectionLabel { text: phone.tr("Allowed") }
    Note { visible: !view.group.apps.some((each) => each.granted); text: phone.tr("No app") }
    Repeater { model: view.group.apps.filter((each) => each.granted); Entry { required modelData } }
    SectionLabel { text: phone.tr("Not allowed") }
    Note { visible: !view.group.apps.some((each) => !each.granted); text: phone.tr("No app") }
    Repeater { model: view.group.apps.filter((each) => !each.granted); Entry { required modelData } }
}
