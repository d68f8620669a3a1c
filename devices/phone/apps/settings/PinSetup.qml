import QtQuick
import "../../system"

// A new PIN, typed twice.
Form {
    id: view
    property string first: ""  // what was typed the first time
    property string error: ""
    function next() {
        const typed = pin.text
        if (first === "") {
            if (typed.length < 4) { error = phone.tr("At least 4 digits"); return }
            first = typed
            pin.text = ""
            return
        }
        if (typed !== first) { first = ""; pin.text = ""; error = phone.tr("The PINs do not match. Start again."); return }
        store.call("settings", "lock", { kind: "pin", pin: typed })
        phone.showToast(phone.tr("PIN set"))
        app.open("security", {})
    }
    function back() {
        if (first === "") return false
        first = ""
        pin.text = ""
        return true
    }
    Component.onCompleted: Qt.callLater(() => pin.input.forceActiveFocus())
    Icon { name: "lock-outline"; size: 40; color: Theme.primary }
    Label { width: parent.width; sp: 20; wrapMode: Text.WordWrap; text: view.first === "" ? phone.tr("Choose a PIN") : phone.tr("Enter it once more") }
    Label { width: parent.width; sp: 14; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant; text: phone.tr("Remember it: without it the phone stays locked.") }
    SecretField { id: pin; numeric: true; label: phone.tr("PIN"); treeId: "pin"; onEdited: (text) => { if (text !== "") view.error = "" } onSubmitted: view.next() }
    Label { visible: text !== ""; width: parent.width; text: view.error; sp: 14; color: Theme.error; wrapMode: Text.WordWrap }
    TextButton { filled: true; text: view.first === "" ? phone.tr("Next") : phone.tr("Confirm"); onClicked: view.next() }
}
