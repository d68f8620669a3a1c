import QtQuick
import "../../system"

// The owner's accounts, and the way to another one.
Column {
    id: view
    property var app
    property var page
    readonly property var kinds: ({ fingertip: phone.tr("Fingertip account"), mail: phone.tr("Mail account"), work: phone.tr("Work account") })
    Rows { id: accounts; provider: "accounts" }
    SectionLabel { text: phone.tr("Accounts on this phone") }
    Repeater {
        model: accounts.all
        ListRow {
            required property var modelData
            icon: modelData.kind === "mail" ? "email" : modelData.kind === "work" ? "briefcase" : "account-circle"
            title: modelData.name || ""
            summary: view.kinds[modelData.kind] || modelData.kind || ""
            treeText: title
            onClicked: view.app.show("accounts/details", { id: modelData._id })
        }
    }
    ListRow { icon: "plus"; title: phone.tr("Add account"); treeText: title; onClicked: view.app.show("accounts/add") }
}
