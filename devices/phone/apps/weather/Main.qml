import QtQuick
import "../../system"

// Weather: cities are rows of "weather_cities": city, position. Units are settings: secure/weather_unit (c, f) and
// secure/weather_wind (kmh, mph, ms). The weather itself comes from the provider, and only while there is a network.
Item {
    id: app
    readonly property string page: pages.name
    property int chosen: 0  // id of the city in front, 0: the first
    property real hour: 0  // the forecast is worked out anew with every hour
    readonly property var sorted: cities.all.slice().sort((one, other) => Number(one.position || 0) - Number(other.position || 0) || one._id - other._id)
    readonly property var city: sorted.find((entry) => entry._id === chosen) || sorted[0] || null
    readonly property bool online: {
        const on = (key, fallback) => Stored.setting("global/" + key, fallback) === "1"
        return on("wifi_on", "1") || (on("mobile_data", "1") && !on("airplane_mode_on", "0"))
    }
    readonly property var forecast: city && online && hour ? store.call("weather", "forecast", { city: city.city, hour: hour }) : null

    function look() { const now = Math.floor(phone.timestamp() / 3600000); if (now !== hour) hour = now }
    Component.onCompleted: look()
    Connections { target: phone; function onTicked() { app.look() } }

    function open(name, values) {
        if (name === undefined || name === null) return  // from the launcher: where it was
        const given = values || {}
        confirm.close()
        pages.reset()
        look()
        if (given.city) { const found = cities.all.find((entry) => entry.city === given.city); if (found) chosen = found._id }
        if (name === "cities") pages.show(list)
        else if (name === "add") { pages.show(list); pages.show(adder, { query: String(given.query || "") }) }
        else if (name === "settings") pages.show(settings)
        else if (name === "day") pages.show(day, { number: Number(given.day || 0) })
    }
    function back() { return confirm.back() || pages.back() }
    function shift(city, direction) {
        const order = sorted.slice(), at = order.findIndex((entry) => entry._id === city._id), to = at + direction
        if (to < 0 || to >= order.length) return
        order.splice(to, 0, order.splice(at, 1)[0])
        store.together(() => order.forEach((entry, index) => { if (Number(entry.position) !== index + 1) store.update("weather_cities", entry._id, { position: index + 1 }) }))
    }

    Rows { id: cities; provider: "weather_cities" }
    Units { id: words }
    PageStack { id: pages; initialItem: home }

    Component {
        id: home
        ForecastPage {
            city: app.city
            cities: app.sorted
            online: app.online
            forecast: app.forecast
            units: words
            onCityChosen: (number) => app.chosen = number
            onListing: pages.show(list)
            onAdding: pages.show(adder)
            onSettingUp: pages.show(settings)
            onDayChosen: (number) => pages.show(day, { number: number })
        }
    }
    Component {
        id: day
        DayPage { property int number: 0; city: app.city; online: app.online; units: words; day: app.forecast ? app.forecast.days[Math.max(0, Math.min(6, number))] : null }
    }
    Component {
        id: list
        CitiesPage {
            cities: app.sorted
            online: app.online
            units: words
            hour: app.hour
            onChosen: (number) => { app.chosen = number; pages.reset() }
            onAdding: pages.show(adder)
            onShifting: (city, direction) => app.shift(city, direction)
            onRemoving: (city) => confirm.ask(city)
        }
    }
    Component {
        id: adder
        AddCityPage {
            known: app.sorted.map((entry) => entry.city)
            onChosen: (city) => {
                app.chosen = store.insert("weather_cities", { city: city, position: app.sorted.length + 1 })
                pages.reset()
            }
        }
    }
    Component { id: settings; SettingsPage { } }
    Dialog {
        id: confirm
        property var city: null
        function ask(city) { confirm.city = city; open() }
        title: phone.tr("Remove this city?")
        message: city ? phone.tr(city.city) : ""
        accept: phone.tr("Remove")
        onAccepted: store.remove("weather_cities", city._id)
    }
}
