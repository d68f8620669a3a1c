import QtQuick
import "../../system"

// Virtual private networks: add, connect, forget. Rows of "vpns": name, server, connected.
Column {
    id: view
    property var app
    property var page
    function connect(row) {
        store.together(() => { for (const other of vpns.all) if (other.connected && other._id !== row._id) store.update("vpns", other._id, { connected: 0 }) })
        store.update("vpns", row._id, { connected: row.connected ? 0 : 1 })
    }
    function add() {
        app.write(phone.tr("Add VPN"), phone.tr("Server address"), "", "name", (server) => store.insert("vpns", { name: server, server: server, connected: 0 }))
    }
    Rows { id: vpns; provider: "vpns" }
    Note { visible: vpns.all.length === 0; text: phone.tr("No VPNs yet. One hides what you do from the network that you are in.") }
    Repeater {
        model: vpns.all
        ListRow {
            required property var modelData
            icon: "shield-key"
            title: modelData.name || ""
            summary: modelData.connected ? phone.tr("Connected") : phone.tr("Not connected")
            treeText: title
            onClicked: view.connect(modelData)
            IconButton {
                icon: "delete-outline"
                label: phone.tr("Forget %1").arg(modelData.name)
                onClicked: view.app.ask(phone.tr("Forget this VPN?"), modelData.name, phone.tr("Forget"), () => store.remove("vpns", modelData._id))
            }
        }
    }
    ListRow { icon: "plus"; title: phone.tr("Add VPN"); treeText: title; onClicked: view.add() }
}
