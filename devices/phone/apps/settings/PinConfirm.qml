import QtQuick
import "../../system"

// Asks for the PIN before it lets anyone change how the phone is locked. values: {next}
Form {
    id: view
    property string error: ""
    function go() {
        if (app.lock === "pin" && pin.text !== app.setting("secure/lock_pin", "")) {
            error = phone.tr("Wrong PIN")
            pin.text = ""
            return
        }
        ime.hide()
        app.replace(page.values.next || "security/lock", { confirmed: true })
    }
    Component.onCompleted: Qt.callLater(() => pin.input.forceActiveFocus())
    Icon { name: "lock-outline"; size: 40; color: Theme.primary }
    Label { width: parent.width; sp: 20; wrapMode: Text.WordWrap; text: phone.tr("Enter the phone's PIN") }
    SecretField { id: pin; numeric: true; label: phone.tr("PIN"); treeId: "pin"; onEdited: (text) => { if (text !== "") view.error = "" } onSubmitted: view.go() }
    Label { visible: text !== ""; width: parent.width; text: view.error; sp: 14; color: Theme.error; wrapMode: Text.WordWrap }
    TextButton { filled: true; text: phone.tr("Next"); onClicked: view.go() }
}
