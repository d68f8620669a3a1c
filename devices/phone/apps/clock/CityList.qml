import QtQuick
import "../../system"

// Every city that the world clock knows.
AppPage {
    id: view
    readonly property var cities: phone.appData("clock", "cities.json")
    readonly property string wanted: search.text.trim().toLowerCase()
    signal chosen(var city)
    name: "cities"
    title: phone.tr("Add city")
    Field { id: search; x: 16; width: parent.width - 32; label: phone.tr("Search for a city"); treeId: "search"; onSubmitted: ime.hide() }
    Scroller {
        y: 68
        width: parent.width
        height: parent.height - y
        Repeater {
            id: found
            model: view.cities.filter((entry) => phone.tr(entry.city).toLowerCase().includes(view.wanted) || entry.city.toLowerCase().includes(view.wanted))
            ListRow { required property var modelData; title: phone.tr(modelData.city); treeText: title; onClicked: view.chosen(modelData) }
        }
    }
    EmptyState { visible: found.count === 0; icon: "magnify"; text: phone.tr("No city found") }
}
