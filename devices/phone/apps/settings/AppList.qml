import QtQuick
import "../../system"

// Every app on the phone, by name.
Column {
    id: view
    property var app
    property var page
    readonly property var found: phone.apps.filter((each) => phone.tr(each.label).toLowerCase().includes(search.text.trim().toLowerCase()))
    Item {
        width: parent.width
        height: 68
        SearchField { id: search; x: 16; y: 8; width: parent.width - 32; label: phone.tr("Search apps") }
    }
    Note { visible: view.found.length === 0; text: phone.tr("No app is called that") }
    Repeater {
        model: view.found
        ListRow {
            required property var modelData
            icon: modelData.icon
            iconColour: modelData.colour
            title: phone.tr(modelData.label)
            summary: phone.running.includes(modelData["package"]) ? phone.tr("Is running") : ""
            treeText: title
            onClicked: { ime.hide(); view.app.show("apps/details", { "package": modelData["package"] }) }
        }
    }
}
