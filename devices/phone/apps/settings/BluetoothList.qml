import QtQuick
import "../../system"

// Devices that know this phone, and those around that could.
Column {
    id: view
    property var app
    property var page
    readonly property bool on: app.setting("global/bluetooth_on", "0") === "1"
    readonly property var paired: devices.all.filter((row) => row.paired)
    readonly property var near: devices.all.filter((row) => !row.paired)
    function code(row) {
        let sum = 0
        for (const letter of row.address || row.name || "") sum = (sum * 31 + letter.charCodeAt(0)) % 900000
        return String(100000 + sum)
    }
    function pair(row) {
        app.ask(phone.tr("Pair with %1?").arg(row.name), phone.tr("Bluetooth pairing code") + "\n" + code(row), phone.tr("Pair"),
            () => store.update("bluetooth_devices", row._id, { paired: 1, connected: 1 }))
    }
    function icon(kind) { return ["headphones", "watch", "car", "television", "speaker", "keyboard", "mouse", "headset", "cellphone", "laptop", "printer"].includes(kind) ? kind : "bluetooth" }
    Rows { id: devices; provider: "bluetooth_devices" }
    SwitchRow { title: phone.tr("Bluetooth"); treeId: "use_bluetooth"; on: view.on; onChanged: (on) => store.put("global", "bluetooth_on", on ? "1" : "0") }
    ListRow { icon: "pencil"; title: phone.tr("Device name"); summary: view.app.setting("global/device_name", ""); treeText: title; onClicked: view.app.write(title, title, summary, "name", (text) => store.put("global", "device_name", text)) }
    Note { visible: !view.on; text: phone.tr("Turn Bluetooth on to connect to devices nearby.") }
    Column {
        visible: view.on
        width: parent.width
        SectionLabel { text: phone.tr("Paired devices") }
        Note { visible: view.paired.length === 0; text: phone.tr("None yet") }
        Repeater {
            model: view.paired
            ListRow {
                required property var modelData
                icon: view.icon(modelData.kind)
                title: modelData.alias || modelData.name || ""
                summary: !modelData.connected ? phone.tr("Not connected") : modelData.battery >= 0 ? phone.tr("Connected, %1 % battery").arg(modelData.battery) : phone.tr("Connected")
                treeText: title
                onClicked: store.update("bluetooth_devices", modelData._id, { connected: modelData.connected ? 0 : 1 })
                IconButton { icon: "cog-outline"; label: phone.tr("Details of %1").arg(title); onClicked: view.app.show("connected/bluetooth/device", { id: modelData._id }) }
            }
        }
        SectionLabel { text: phone.tr("Available devices") }
        Note { visible: view.near.length === 0; text: phone.tr("Nothing found nearby") }
        Repeater {
            model: view.near
            ListRow { required property var modelData; icon: view.icon(modelData.kind); title: modelData.name || ""; treeText: title; onClicked: view.pair(modelData) }
        }
    }
}
