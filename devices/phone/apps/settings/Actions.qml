import QtQuick
import "../../system"

// What a row does that is more than one setting.
QtObject {
    id: actions
    property var app
    property int taps: 0  // on the build number

    function perform(name) {
        switch (name) {
        case "setDate": app.dates.ask(phone.timestamp(), (day) => store.call("settings", "setDay", { day: day })); break
        case "setTime": {
            const now = new Date(phone.timestamp())
            app.clock.ask(now.getUTCHours(), now.getUTCMinutes(), (hour, minute) => store.call("settings", "setTime", { hour: hour, minute: minute }))
            break
        }
        case "setZone":
            app.choose(phone.tr("Time zone"), app.facts.zones.map((zone) => ({ value: zone.value, text: phone.tr(zone.text) })), app.setting("global/time_zone", "UTC"),
                (zone) => store.call("settings", "setZone", { zone: zone, hours: app.facts.zones.find((known) => known.value === zone).hours }))
            break
        case "build": build(); break
        }
    }
    function build() {
        if (app.setting("global/development_settings_enabled", "0") === "1") { phone.showToast(phone.tr("You are a developer already")); return }
        taps++
        if (taps >= 7) {
            taps = 0
            store.put("global", "development_settings_enabled", "1")
            phone.showToast(phone.tr("You are a developer now"))
        } else if (taps >= 3) {
            phone.showToast(phone.tr("Steps left to be a developer: %1").arg(7 - taps))
        }
    }
}
