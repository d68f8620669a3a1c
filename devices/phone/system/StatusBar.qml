import QtQuick

// Time and notifications on the left, radios and battery on the right. Colours follow what lies below. Pulled down, it
// becomes the shade.
Item {
    id: bar
    property color ink: Theme.onSurface
    property bool pulls: true
    height: 32
    function on(key, fallback) { return Stored.setting(key, fallback) === "1" }
    MouseArea {
        property real startY: 0
        anchors.fill: parent
        enabled: bar.pulls
        preventStealing: true
        onPressed: (event) => startY = event.y
        onReleased: (event) => { if (event.y - startY > 40) { ime.hide(); shade.pull(1) } }
    }
    Label { id: time; x: 20; anchors.verticalCenter: parent.verticalCenter; text: phone.clock; sp: 14; font.weight: Font.Medium; color: bar.ink }
    Row {
        readonly property var packages: [...new Set(shade.notifications.map((row) => row["package"]))]
        anchors.left: time.right
        anchors.leftMargin: 10
        anchors.verticalCenter: parent.verticalCenter
        spacing: 6
        Repeater {
            model: parent.packages.slice(0, 4)
            Icon { required property string modelData; name: phone.app(modelData).icon; size: 16; color: bar.ink }
        }
        Icon { name: "circle-medium"; size: 16; color: bar.ink; visible: parent.packages.length > 4 }
    }
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
        Label { text: phone.battery + " %"; sp: 12; color: bar.ink; visible: bar.on("system/status_bar_show_battery_percent", "0"); anchors.verticalCenter: parent.verticalCenter }
        Icon {
            name: phone.battery > 85 ? "battery" : phone.battery > 60 ? "battery-80" : phone.battery > 30 ? "battery-50" : phone.battery > 15 ? "battery-20" : "battery-alert"
            size: 16
            color: bar.on("global/low_power", "0") ? "#E8710A" : bar.ink
        }
    }
}
