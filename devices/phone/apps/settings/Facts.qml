import QtQuick
import "../../system"

// What the phone knows of itself and a row tells: the network, the day, the time, the number.
QtObject {
    id: facts
    property var app
    property int beat: 0
    readonly property var networks: Rows { provider: "wifi_networks" }
    readonly property var joined: networks.all.find((row) => row.connected && app.setting("global/wifi_on", "1") === "1") || null
    readonly property var own: store.call("settings", "facts", {})
    readonly property var clock: Connections { target: phone; function onTicked() { facts.beat++ } }

    function tell(what) {
        beat  // a dependency: the clock goes on
        app.setting("global/clock_offset_s", "")  // another one: somebody sets it
        switch (what) {
        case "wifi": return app.setting("global/wifi_on", "1") !== "1" ? phone.tr("Off") : joined ? joined.ssid : phone.tr("Not connected")
        case "date": return phone.formatTime(phone.timestamp(), "date")
        case "time": return phone.formatTime(phone.timestamp(), "time")
        case "zone": return phone.tr(zones.find((zone) => zone.value === app.setting("global/time_zone", "UTC")).text)
        case "number": return own.number || phone.tr("Unknown")
        case "uptime": return length(store.call("settings", "uptime", {}).seconds)
        default: return ""
        }
    }
    function length(seconds) {
        const minutes = Math.floor(seconds / 60)
        return Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0")
    }
    function bytes(number) {
        if (number >= 1e9) return (number / 1e9).toFixed(number >= 1e10 ? 0 : 1) + " GB"
        if (number >= 1e6) return (number / 1e6).toFixed(number >= 1e7 ? 0 : 1) + " MB"
        return number >= 1000 ? Math.round(number / 1000) + " kB" : number + " B"
    }
    readonly property var accesses: [
        { op: "MANAGE_EXTERNAL_STORAGE", icon: "folder", text: "All files access" },
        { op: "SYSTEM_ALERT_WINDOW", icon: "layers", text: "Display over other apps" },
        { op: "WRITE_SETTINGS", icon: "cog", text: "Change system settings" },
        { op: "GET_USAGE_STATS", icon: "chart-bar", text: "Usage access" },
        { op: "SCHEDULE_EXACT_ALARM", icon: "alarm", text: "Alarms & reminders" },
        { op: "REQUEST_INSTALL_PACKAGES", icon: "package-down", text: "Install other apps" },
    ]
    readonly property var zones: [
        { value: "UTC", hours: 0, text: "Coordinated universal time" },
        { value: "America/Los_Angeles", hours: -8, text: "Los Angeles (GMT-8)" },
        { value: "America/New_York", hours: -5, text: "New York (GMT-5)" },
        { value: "Europe/Berlin", hours: 1, text: "Berlin (GMT+1)" },
        { value: "Asia/Dubai", hours: 4, text: "Dubai (GMT+4)" },
        { value: "Asia/Shanghai", hours: 8, text: "Shanghai (GMT+8)" },
        { value: "Asia/Tokyo", hours: 9, text: "Tokyo (GMT+9)" },
    ]
}
