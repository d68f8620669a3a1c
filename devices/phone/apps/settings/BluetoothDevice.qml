import QtQuick
import "../../system"

// One paired device: rename it, connect it, forget it. values: {id}
Column {
    id: view
    property var app
    property var page
    readonly property var row: devices.find(Number(page.values.id)) || null
    readonly property string name: row ? row.alias || row.name : ""
    Rows { id: devices; provider: "bluetooth_devices" }
    EmptyState { visible: !view.row; y: 48; icon: "bluetooth-off"; text: phone.tr("No device chosen"); action: phone.tr("Bluetooth devices"); onActed: view.app.open("connected/bluetooth") }
    Column {
        visible: !!view.row
        width: parent.width
        ListRow { icon: "pencil"; title: phone.tr("Device name"); summary: view.name; treeText: title; onClicked: view.app.write(title, title, view.name, "name", (text) => store.update("bluetooth_devices", view.row._id, { alias: text })) }
        SwitchRow { title: phone.tr("Connected"); icon: "bluetooth"; on: !!view.row && !!view.row.connected; onChanged: (on) => store.update("bluetooth_devices", view.row._id, { connected: on ? 1 : 0 }) }
        ListRow { icon: "information-outline"; title: phone.tr("Bluetooth address"); summary: view.row ? view.row.address || "" : ""; treeClickable: false }
        ListRow {
            icon: "delete-outline"
            title: phone.tr("Forget device")
            treeText: title
            onClicked: view.app.ask(phone.tr("Forget device?"), phone.tr("The phone will no longer be paired with %1.").arg(view.name), phone.tr("Forget"),
                () => { store.update("bluetooth_devices", view.row._id, { paired: 0, connected: 0 }); view.app.leave() })
        }
    }
}
