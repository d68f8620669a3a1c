import QtQuick
import "../../system"

// The cities in their order: choose one, move it, remove it.
AppPage {
    id: view
    property var cities: []
    property bool online: true
    property var units: null
    property real hour: 0
    signal chosen(int number)
    signal adding
    signal shifting(var city, int direction)
    signal removing(var city)
    name: "cities"
    title: phone.tr("Cities")
    Scroller {
        anchors.fill: parent
        Repeater {
            model: view.cities
            ListRow {
                id: row
                required property var modelData
                required property int index
                readonly property var now: view.online && view.hour ? store.call("weather", "forecast", { city: modelData.city, hour: view.hour }).now : null
                icon: now ? "weather-" + now.sky : "wifi-off"
                title: phone.tr(modelData.city || "")
                summary: now ? view.units.degrees(now.temperature) + "  " + view.units.skies[now.sky] : phone.tr("No connection")
                treeText: title
                onClicked: view.chosen(modelData._id)
                Row {
                    IconButton { width: 40; visible: row.index > 0; icon: "arrow-up"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Move up") + " " + row.title; onClicked: view.shifting(row.modelData, -1) }
                    IconButton { width: 40; visible: row.index < view.cities.length - 1; icon: "arrow-down"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Move down") + " " + row.title; onClicked: view.shifting(row.modelData, 1) }
                    IconButton { width: 40; icon: "close"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Remove") + " " + row.title; onClicked: view.removing(row.modelData) }
                }
            }
        }
        Item { width: 1; height: 72 }
    }
    EmptyState { visible: view.cities.length === 0; icon: "city"; text: phone.tr("No cities yet"); detail: phone.tr("Tap + to add the first one") }
    Fab { treeLabel: phone.tr("Add city"); onClicked: view.adding() }
}
