import QtQuick
import "../../system"

// One of the next days with all its figures.
AppPage {
    id: view
    property var city: null
    property var day: null
    property bool online: true
    property var units: null
    name: "day"
    title: city ? phone.tr(city.city) : phone.tr("Weather")
    EmptyState { visible: view.day === null; icon: view.online ? "city" : "wifi-off"; text: view.online ? phone.tr("No cities yet") : phone.tr("No connection") }
    Scroller {
        visible: view.day !== null
        anchors.fill: parent
        SectionLabel { text: view.day ? phone.formatTime(view.day.time, "dayLong") : "" }
        Item {
            width: view.width
            height: Math.max(104, heat.height + words.height + 8)
            Label { id: heat; x: 24; text: view.day ? view.units.degrees(view.day.high) + " / " + view.units.degrees(view.day.low) : ""; sp: 44 }
            Label { id: words; x: 24; anchors.top: heat.bottom; text: view.day ? view.units.skies[view.day.sky] : ""; sp: 18; color: Theme.onSurfaceVariant }
            Icon { anchors.right: parent.right; anchors.rightMargin: 24; size: 80; name: view.day ? "weather-" + view.day.sky : ""; color: view.day ? view.units.ink(view.day.sky) : "transparent" }
        }
        ListRow { treeClickable: false; icon: "umbrella"; title: view.day ? view.day.chance + "%" : ""; summary: phone.tr("Chance of rain") }
        ListRow { treeClickable: false; icon: "weather-windy"; title: view.day ? view.units.wind(view.day.wind) : ""; summary: phone.tr("Wind") }
        ListRow { treeClickable: false; icon: "water-percent"; title: view.day ? view.day.humidity + "%" : ""; summary: phone.tr("Humidity") }
        ListRow { treeClickable: false; icon: "white-balance-sunny"; title: view.day ? view.units.uv(view.day.uv) : ""; summary: phone.tr("UV index") }
        ListRow { treeClickable: false; icon: "weather-sunset-up"; title: view.day ? phone.formatTime(view.day.rise, "time") : ""; summary: phone.tr("Sunrise") }
        ListRow { treeClickable: false; icon: "weather-sunset-down"; title: view.day ? phone.formatTime(view.day.sets, "time") : ""; summary: phone.tr("Sunset") }
    }
}
