import QtQuick
import "../../system"

// A new account: its kind, its address, its password.
Form {
    id: view
    property string kind: "mail"
    property string error: ""
    function save() {
        const address = mail.text.trim().toLowerCase()
        if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) { error = phone.tr("Enter an e-mail address, such as ada@example.com"); return }
        if (accounts.all.some((row) => row.name === address)) { error = phone.tr("This account is on the phone already"); return }
        if (password.text.length < 8) { error = phone.tr("At least 8 characters"); return }
        store.insert("accounts", { name: address, kind: kind, mail: 1, contacts: 1, calendar: 1, synced: Math.round(phone.timestamp()) })
        phone.showToast(phone.tr("Account added"))
        app.leave()
    }
    Rows { id: accounts; provider: "accounts" }
    Flow {
        width: parent.width
        spacing: 8
        Repeater {
            model: [["mail", phone.tr("Mail")], ["work", phone.tr("Work")], ["fingertip", "Fingertip"]]
            Chip { required property var modelData; text: modelData[1]; chosen: view.kind === modelData[0]; onClicked: view.kind = modelData[0] }
        }
    }
    Field { id: mail; label: phone.tr("E-mail address"); treeId: "email"; onEdited: view.error = ""; onSubmitted: password.input.forceActiveFocus() }
    SecretField { id: password; label: phone.tr("Password"); treeId: "password"; onEdited: view.error = ""; onSubmitted: view.save() }
    Label { visible: text !== ""; width: parent.width; text: view.error; sp: 14; color: Theme.error; wrapMode: Text.WordWrap }
    TextButton { filled: true; text: phone.tr("Add account"); onClicked: view.save() }
}
