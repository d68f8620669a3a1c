import QtQuick
import "../../system"

// Units.
AppPage {
    id: view
    readonly property string heat: Stored.setting("secure/weather_unit", "c")
    readonly property string speed: Stored.setting("secure/weather_wind", "kmh")
    readonly property var speeds: [{ value: "kmh", text: phone.tr("Kilometres per hour") }, { value: "mph", text: phone.tr("Miles per hour") }, { value: "ms", text: phone.tr("Metres per second") }]
    name: "settings"
    title: phone.tr("Settings")
    function back() { return heats.back() || winds.back() }
    Scroller {
        anchors.fill: parent
        SectionLabel { text: phone.tr("Units") }
        ListRow { icon: "thermometer"; title: phone.tr("Temperature"); summary: view.heat === "f" ? "°F" : "°C"; treeText: title; onClicked: heats.open() }
        ListRow { icon: "weather-windy"; title: phone.tr("Wind speed"); summary: (view.speeds.find((entry) => entry.value === view.speed) || view.speeds[0]).text; treeText: title; onClicked: winds.open() }
    }
    ChoiceDialog { id: heats; parent: view; title: phone.tr("Temperature"); value: view.heat; options: [{ value: "c", text: "°C" }, { value: "f", text: "°F" }]; onChosen: (value) => store.put("secure", "weather_unit", value) }
    ChoiceDialog { id: winds; parent: view; title: phone.tr("Wind speed"); value: view.speed; options: view.speeds; onChosen: (value) => store.put("secure", "weather_wind", value) }
}
