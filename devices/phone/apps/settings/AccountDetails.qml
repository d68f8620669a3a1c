import QtQuick
import "../../system"

// One account: what of it is kept in step, and how to be rid of it. values: {id}
Column {
    id: view
    property var app
    property var page
    readonly property var row: accounts.find(Number(page.values.id)) || null
    readonly property bool synced: app.setting("global/auto_sync", "1") === "1"
    function set(what, on) { store.update("accounts", row._id, { [what]: on ? 1 : 0 }) }
    Rows { id: accounts; provider: "accounts" }
    EmptyState { visible: !view.row; y: 48; icon: "account-cancel"; text: phone.tr("No account chosen"); action: phone.tr("Accounts"); onActed: view.app.open("accounts", {}) }
    Column {
        visible: !!view.row
        width: parent.width
        ListRow { icon: "account-circle"; title: view.row ? view.row.name : ""; summary: view.row ? phone.tr("Last synced: %1").arg(phone.formatTime(view.row.synced || 0, "day") + " " + phone.formatTime(view.row.synced || 0, "time")) : ""; treeClickable: false }
        SectionLabel { text: phone.tr("Keep in step") }
        SwitchRow { title: phone.tr("Mail"); icon: "email"; enabled: view.synced; summary: enabled ? "" : phone.tr("Sync is off for all accounts"); on: !!view.row && !!view.row.mail; onChanged: (on) => view.set("mail", on) }
        SwitchRow { title: phone.tr("Contacts"); icon: "contacts"; enabled: view.synced; summary: enabled ? "" : phone.tr("Sync is off for all accounts"); on: !!view.row && !!view.row.contacts; onChanged: (on) => view.set("contacts", on) }
        SwitchRow { title: phone.tr("Calendar"); icon: "calendar-month"; enabled: view.synced; summary: enabled ? "" : phone.tr("Sync is off for all accounts"); on: !!view.row && !!view.row.calendar; onChanged: (on) => view.set("calendar", on) }
        ListRow { icon: "sync"; title: phone.tr("Sync now"); treeText: title; onClicked: { store.update("accounts", view.row._id, { synced: Math.round(phone.timestamp()) }); phone.showToast(phone.tr("Synced")) } }
        ListRow {
            icon: "account-remove"
            title: phone.tr("Remove account")
            treeText: title
            onClicked: view.app.ask(phone.tr("Remove this account?"), phone.tr("Mail, contacts and events of %1 go off this phone.").arg(view.row.name), phone.tr("Remove"),
                () => { store.remove("accounts", view.row._id); view.app.leave() })
        }
    }
}
