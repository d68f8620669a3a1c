import QtQuick
import "../../system"

// One app and one thing that it may or may not use. values: {package, permission}
Column {
    id: view
    property var app
    property var page
    readonly property string name: page.values["package"] || ""
    readonly property string permission: page.values.permission || "android.permission.CAMERA"
    readonly property var group: { store.revision; return store.call("settings", "group", { permission: permission }) }
    readonly property var entry: group.apps.find((each) => each["package"] === name) || null
    function allow(allowed) { store.call("settings", "allow", { "package": name, permission: permission, allowed: allowed }) }
    AppHead { id: head; packageName: view.name }
    Column {
        visible: !!head.described
        width: parent.width
        SectionLabel { text: phone.tr(view.group.title) }
        Note { visible: !view.entry; text: phone.tr("This app does not ask for it") }
        RadioRow { visible: !!view.entry; title: phone.tr("Allow"); chosen: !!view.entry && view.entry.granted; onClicked: view.allow(true) }
        RadioRow { visible: !!view.entry; title: phone.tr("Do not allow"); chosen: !!view.entry && !view.entry.granted; onClicked: view.allow(false) }
        ListRow { icon: "apps"; title: phone.tr("All permissions of this app"); treeText: title; onClicked: view.app.show("apps/details/permissions", { "package": view.name }) }
    }
}
