import QtQuick

// The quick settings: each tile turns the same setting on and off as Settings does; held, it opens that page.
Grid {
    id: grid
    property int count: tiles.length  // how many are shown, from the first
    readonly property var tiles: [
        { title: phone.tr("Wi-Fi"), key: "global/wifi_on", fallback: "1", icon: "wifi", off: "wifi-off", page: "network" },
        { title: phone.tr("Bluetooth"), key: "global/bluetooth_on", icon: "bluetooth", off: "bluetooth-off", page: "connected" },
        { title: phone.tr("Do not disturb"), key: "global/zen_mode", icon: "minus-circle", off: "minus-circle-outline", page: "notifications" },
        { title: phone.tr("Flashlight"), key: "secure/flashlight_enabled", icon: "flashlight", off: "flashlight-off", page: "" },
        { title: phone.tr("Auto-rotate"), key: "system/accelerometer_rotation", icon: "screen-rotation", off: "screen-rotation-lock", page: "display" },
        { title: phone.tr("Battery saver"), key: "global/low_power", icon: "battery", off: "battery-outline", page: "battery" },
        { title: phone.tr("Airplane mode"), key: "global/airplane_mode_on", icon: "airplane", off: "airplane-off", page: "network" },
        { title: phone.tr("Dark theme"), key: "secure/ui_night_mode", values: ["1", "2"], icon: "theme-light-dark", off: "theme-light-dark", page: "display" },
        { title: phone.tr("Mobile data"), key: "global/mobile_data", fallback: "1", icon: "swap-vertical", off: "swap-vertical", page: "network" },
        { title: phone.tr("Hotspot"), key: "global/wifi_ap_on", icon: "access-point", off: "access-point", page: "network/hotspot" },
        { title: phone.tr("Location"), key: "secure/location_mode", values: ["0", "3"], fallback: "3", icon: "map-marker", off: "map-marker-outline", page: "location" },
        { title: phone.tr("Night light"), key: "secure/night_display_activated", icon: "lightbulb", off: "lightbulb-outline", page: "display" },
        { title: phone.tr("NFC"), key: "global/nfc_on", fallback: "1", icon: "nfc", off: "nfc", page: "connected" },
        { title: phone.tr("Data saver"), key: "global/data_saver", icon: "leaf", off: "leaf", page: "network" }
    ]
    spacing: 8
    columns: Math.max(2, Math.floor(width / 170))
    Repeater {
        model: grid.tiles.slice(0, grid.count)
        Pressable {
            id: tile
            required property var modelData
            readonly property var place: modelData.key.split("/")
            readonly property var values: modelData.values || ["0", "1"]
            readonly property bool on: Stored.setting(modelData.key, modelData.fallback || values[0]) === values[1]
            readonly property color ink: on ? Theme.onPrimary : Theme.onSurface
            width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
            height: Math.max(60, Theme.size(Theme.rtl && Theme.fontScale > 1.15 ? 64 : 60))  // lines of Arabic are higher
            // Large words go on two lines, but never break; a word that is too wide becomes smaller.
            readonly property bool twoLines: Theme.fontScale > 1.15 && !Theme.rtl && longest.advanceWidth < words.width
            TextMetrics { id: longest; font: words.font; text: tile.modelData.title.split(" ").sort((a, b) => b.length - a.length)[0] }
            radius: 24
            tint: ink
            treeClass: "android.widget.Switch"
            treeText: modelData.title
            treeCheckable: true
            treeChecked: on
            onClicked: {
                if (modelData.key === "global/airplane_mode_on") store.call("settings", "airplane", { on: !on })
                else store.put(place[0], place[1], values[on ? 0 : 1])
            }
            onHeld: if (modelData.page) phone.open("com.android.settings", modelData.page, {})
            Rectangle { z: -1; anchors.fill: parent; radius: 24; color: tile.on ? Theme.primary : Theme.dark ? Theme.surfaceHigh : "#DDE3EE" }
            Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: tile.on ? tile.modelData.icon : tile.modelData.off; size: 22; color: tile.ink }
            Column {
                x: 48
                width: parent.width - x - 12
                anchors.verticalCenter: parent.verticalCenter
                Label { id: words; width: parent.width; text: tile.modelData.title; sp: 14; font.weight: Font.Medium; color: tile.ink; wrapMode: tile.twoLines ? Text.WordWrap : Text.NoWrap; maximumLineCount: 2; fontSizeMode: tile.twoLines ? Text.FixedSize : Text.HorizontalFit; minimumPixelSize: 10 }
                Label { width: parent.width; text: tile.on ? phone.tr("On") : phone.tr("Off"); sp: 12; color: tile.ink; opacity: 0.8 }
            }
        }
    }
}
