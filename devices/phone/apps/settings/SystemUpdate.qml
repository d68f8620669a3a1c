import QtQuick
import "../../system"

// Whether there is something newer.
Item {
    id: view
    property var app
    property var page
    readonly property real last: Number(app.setting("global/last_update_check", "0"))
    height: told.height + 96
    Column {
        id: told
        x: 24; y: 48
        width: parent.width - 48
        spacing: 16
        Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "check-circle-outline"; size: 64; color: Theme.success }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; sp: 22; wrapMode: Text.WordWrap; text: phone.tr("The phone is up to date") }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; sp: 14; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant; text: "Android 14, FT1.0.1" }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; sp: 14; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant; text: view.last ? phone.tr("Last checked: %1").arg(phone.formatTime(view.last, "day") + " " + phone.formatTime(view.last, "time")) : phone.tr("Not checked yet") }
        TextButton { anchors.horizontalCenter: parent.horizontalCenter; filled: true; text: phone.tr("Check for update"); onClicked: { store.put("global", "last_update_check", String(Math.round(phone.timestamp()))); phone.showToast(phone.tr("Nothing newer found")) } }
    }
}
