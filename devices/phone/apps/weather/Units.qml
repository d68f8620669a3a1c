import QtQuick
import "../../system"

// Numbers of the weather as people read them, in the units that are set.
QtObject {
    readonly property string heat: Stored.setting("secure/weather_unit", "c")
    readonly property string speed: Stored.setting("secure/weather_wind", "kmh")
    readonly property var skies: ({
        "sunny": phone.tr("Sunny"), "partly-cloudy": phone.tr("Partly cloudy"), "cloudy": phone.tr("Cloudy"), "rainy": phone.tr("Rain"),
        "pouring": phone.tr("Heavy rain"), "lightning-rainy": phone.tr("Thunderstorm"), "fog": phone.tr("Fog"), "snowy": phone.tr("Snow"),
        "night": phone.tr("Clear sky"), "night-partly-cloudy": phone.tr("Partly cloudy")
    })
    function degrees(celsius) { const value = Math.round(heat === "f" ? celsius * 9 / 5 + 32 : celsius); return (value < 0 ? "−" : "") + Math.abs(value) + "°" }
    function wind(kmh) {
        if (speed === "mph") return phone.tr("%1 mph").arg(Math.round(kmh / 1.609))
        if (speed === "ms") return phone.tr("%1 m/s").arg(Math.round(kmh / 3.6))
        return phone.tr("%1 km/h").arg(Math.round(kmh))
    }
    function uv(index) { return index + " " + (index < 3 ? phone.tr("Low") : index < 6 ? phone.tr("Moderate") : index < 8 ? phone.tr("High") : phone.tr("Very high")) }
    function ink(sky) {
        if (/sunny/.test(sky)) return "#F29900"
        if (/night/.test(sky)) return "#7986CB"
        if (/rain|pour|lightning/.test(sky)) return "#1E88E5"
        return "#78909C"
    }
}
