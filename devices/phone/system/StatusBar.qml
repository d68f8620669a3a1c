import QtQuick

// Time on the left, radios and battery on the right. Colours follow what lies below.
Item {
    id: bar
    property color ink: Theme.onSurface
    height: 32
    function on(key, fallback) {
        const parts = key.split("/")
        return store.setting(parts[0], parts[1], fallback, store.revision) === "1"
    }
    Label { x: 20; anchors.verticalCenter: parent.verticalCenter; text: phone.clock; sp: 14; font.weight: Font.Medium; color: bar.ink }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 18
        anchors.verticalCenter: parent.verticalCenter
        spacing: 5
        Icon { name: "alarm"; size: 16; color: bar.ink; visible: phone.alarmSet }
        Icon { name: "bluetooth"; size: 16; color: bar.ink; visible: bar.on("global/bluetooth_on", "0") }
        Icon { name: "minus-circle"; size: 16; color: bar.ink; visible: bar.on("global/zen_mode", "0") }
        Icon { name: "airplane"; size: 16; color: bar.ink; visible: bar.on("global/airplane_mode_on", "0") }
        Icon { name: "wifi"; size: 16; color: bar.ink; visible: bar.on("global/wifi_on", "1") }
        Icon { name: "signal"; size: 16; color: bar.ink; visible: !bar.on("global/airplane_mode_on", "0") }
        Label { text: "87 %"; sp: 12; color: bar.ink; visible: bar.on("system/status_bar_show_battery_percent", "0"); anchors.verticalCenter: parent.verticalCenter }
        Icon { name: "battery"; size: 16; color: bar.on("global/low_power", "0") ? "#E8710A" : bar.ink }
    }
}
