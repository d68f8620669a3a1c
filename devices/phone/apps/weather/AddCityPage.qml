import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Every city that there is weather for; what is on the list already says so.
AppPage {
    id: view
    property string query
    property var known: []
    readonly property string own: store.call("weather", "own", {}).city
    readonly property var table: [{ city: own, country: phone.tr("Your city") }].concat(phone.appData("weather", "cities.json").filter((entry) => entry.city !== own))
    readonly property string wanted: field.text.trim().toLowerCase()
    readonly property var found: table.filter((entry) => [entry.city, entry.country, phone.tr(entry.city), phone.tr(entry.country)].some((word) => word.toLowerCase().includes(wanted)))
    signal chosen(string city)
    name: "add"
    title: phone.tr("Add city")
    Component.onCompleted: field.text = query
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("City or country") }
    Scroller {
        y: 64
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.found
            ListRow {
                id: line
                required property var modelData
                readonly property bool there: view.known.includes(modelData.city)
                icon: modelData.city === view.own ? "home-city" : "city"
                title: phone.tr(modelData.city)
                summary: phone.tr(modelData.country)
                treeText: title
                onClicked: { ime.hide(); if (there) phone.showToast(phone.tr("Already on the list")); else view.chosen(modelData.city) }
                Icon { visible: line.there; name: "check"; color: Theme.primary }
            }
        }
    }
    EmptyState { visible: view.found.length === 0; icon: "magnify"; text: phone.tr("No city found"); detail: phone.tr("Try another spelling.") }
}
