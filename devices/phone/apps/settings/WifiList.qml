import QtQuick
import "../../system"

// Networks in reach, the one in use first; and those that the phone remembers.
Column {
    id: view
    property var app
    property var page
    readonly property bool on: app.setting("global/wifi_on", "1") === "1"
    readonly property var sorted: networks.all.slice().sort((a, b) => (b.connected - a.connected) || (b.saved - a.saved) || (b.signal - a.signal) || (a._id - b._id))
    function back() { return password.back() }
    function summary(row) {
        if (row.connected) return phone.tr("Connected")
        if (row.saved) return phone.tr("Saved")
        return row.security === "open" ? phone.tr("Open network") : phone.tr("Secured")
    }
    function join(row, word) { return store.call("settings", "join", { id: row._id, password: word }).wrong }
    function choose(row) {
        if (row.connected) { app.show("network/wifi/details", { id: row._id }); return }
        if ((row.saved || row.security === "open") && !join(row, row.password || "")) return
        password.ask(row.ssid, phone.tr("Connect"), (word) => join(row, word))
    }
    Rows { id: networks; provider: "wifi_networks" }
    SwitchRow { title: phone.tr("Wi-Fi"); on: view.on; treeId: "use_wifi"; onChanged: (on) => store.put("global", "wifi_on", on ? "1" : "0") }
    Note { visible: !view.on; text: phone.tr("Turn Wi-Fi on to see the networks around.") }
    Column {
        width: parent.width
        visible: view.on
        Repeater {
            model: view.sorted
            ListRow {
                required property var modelData
                icon: "wifi-strength-" + Math.max(1, Math.min(4, modelData.signal || 1))
                title: modelData.ssid || ""
                summary: view.summary(modelData)
                treeText: title
                onClicked: view.choose(modelData)
                Row {
                    Icon { visible: modelData.security !== "open"; name: "lock-outline"; size: 18; anchors.verticalCenter: parent.verticalCenter }
                    IconButton { visible: !!modelData.saved; icon: "cog-outline"; label: phone.tr("Details of %1").arg(modelData.ssid); onClicked: view.app.show("network/wifi/details", { id: modelData._id }) }
                }
            }
        }
    }
    ListRow { visible: view.on; icon: "plus"; title: phone.tr("Add network"); treeText: title; onClicked: view.app.show("network/wifi/add") }
    PasswordBox { id: password; parent: view.page }
}
