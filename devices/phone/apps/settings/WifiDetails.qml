import QtQuick
import "../../system"

// One network: what it is, how the phone treats it, and how to be rid of it. values: {id}
Column {
    id: view
    property var app
    property var page
    readonly property var row: networks.find(Number(page.values.id)) || (page.values.id === undefined ? app.facts.joined : null)
    function name(security) { return security === "open" ? phone.tr("None") : security === "wpa3" ? "WPA3" : "WPA2" }
    Rows { id: networks; provider: "wifi_networks" }
    EmptyState { visible: !view.row; y: 48; icon: "wifi-off"; text: phone.tr("This network is gone") }
    Column {
        visible: !!view.row
        width: parent.width
        Item {
            width: parent.width
            height: head.height + 32
            Column {
                id: head
                y: 16
                width: parent.width
                spacing: 8
                Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "wifi-strength-" + (view.row ? view.row.signal : 1); size: 48; color: Theme.primary }
                Label { width: parent.width - 48; x: 24; horizontalAlignment: Text.AlignHCenter; sp: 22; text: view.row ? view.row.ssid : "" }
                Label { width: parent.width - 48; x: 24; horizontalAlignment: Text.AlignHCenter; sp: 14; color: Theme.onSurfaceVariant; text: view.row && view.row.connected ? phone.tr("Connected") : phone.tr("Not connected") }
            }
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 12
            TextButton {
                filled: true
                text: view.row && view.row.connected ? phone.tr("Disconnect") : phone.tr("Connect")
                onClicked: {
                    if (view.row.connected) { store.call("settings", "disconnect", {}); return }
                    const wrong = store.call("settings", "join", { id: view.row._id, password: view.row.password || "" }).wrong
                    if (wrong) phone.showToast(phone.tr(wrong))
                }
            }
            TextButton {
                visible: !!view.row && !!view.row.saved
                text: phone.tr("Forget")
                onClicked: view.app.ask(phone.tr("Forget this network?"), phone.tr("The phone will no longer join %1 by itself.").arg(view.row.ssid), phone.tr("Forget"),
                    () => { store.call("settings", "forget", { id: view.row._id }); view.app.leave() })
            }
        }
        Item { width: 1; height: 12 }
        SwitchRow { title: phone.tr("Connect automatically"); summary: phone.tr("When it is in reach"); enabled: !!view.row && !!view.row.saved; on: !!view.row && !!view.row.auto; onChanged: (on) => store.update("wifi_networks", view.row._id, { auto: on ? 1 : 0 }) }
        SwitchRow { title: phone.tr("Metered"); summary: phone.tr("Spare data on this network"); enabled: !!view.row && !!view.row.saved; on: !!view.row && !!view.row.metered; onChanged: (on) => store.update("wifi_networks", view.row._id, { metered: on ? 1 : 0 }) }
        ListRow { title: phone.tr("Security"); summary: view.row ? view.name(view.row.security) : ""; treeClickable: false }
        ListRow { title: phone.tr("Signal strength"); summary: view.row ? [phone.tr("Weak signal"), phone.tr("Fair signal"), phone.tr("Good signal"), phone.tr("Excellent signal")][Math.max(0, Math.min(3, view.row.signal - 1))] : ""; treeClickable: false }
        ListRow { title: phone.tr("IP address"); summary: view.row && view.row.connected ? "192.168.1.23" : phone.tr("Unavailable"); treeClickable: false }
        ListRow { title: phone.tr("MAC address"); summary: "02:00:00:44:55:66"; treeClickable: false }
    }
}
