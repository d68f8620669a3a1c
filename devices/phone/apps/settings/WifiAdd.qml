import QtQuick
import "../../system"

// A network that does not show itself: its name, its security, its password.
Form {
    id: view
    property string security: "wpa2"
    property string error: ""
    function save() {
        const ssid = name.text.trim()
        if (ssid === "") { error = phone.tr("Enter a name"); return }
        if (security !== "open" && password.text.length < 8) { error = phone.tr("At least 8 characters"); return }
        const number = store.insert("wifi_networks", { ssid: ssid, security: security, signal: 2, passphrase: "", password: "", saved: 0, connected: 0, auto: 1, metered: 0 })
        store.call("settings", "join", { id: number, password: password.text })
        app.leave()
    }
    Field { id: name; label: phone.tr("Network name"); treeId: "ssid"; onEdited: view.error = "" }
    Row {
        spacing: 8
        Repeater {
            model: [["open", phone.tr("None")], ["wpa2", "WPA2"], ["wpa3", "WPA3"]]
            Chip { required property var modelData; text: modelData[1]; chosen: view.security === modelData[0]; onClicked: { view.security = modelData[0]; view.error = "" } }
        }
    }
    SecretField { id: password; visible: view.security !== "open"; label: phone.tr("Password"); treeId: "password"; onEdited: view.error = ""; onSubmitted: view.save() }
    Label { visible: text !== ""; width: parent.width; text: view.error; sp: 14; color: Theme.error; wrapMode: Text.WordWrap }
    TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }
}
