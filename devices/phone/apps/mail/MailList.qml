import QtQuick
import "../../system"

// One folder. mails: rows of "mail" in it, the newest first; all: every row, for the search.
AppPage {
    id: view
    property var mails: []
    property var all: []
    property var folders: []
    property string folder: "inbox"
    property string folderName
    property bool online: true
    property var account: ({ name: "", address: "" })
    property var chosen: []  // ids
    property bool searching: false
    readonly property bool selecting: chosen.length > 0
    readonly property bool outgoing: ["sent", "drafts", "outbox"].includes(folder)
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var shown: !searching || wanted === "" ? mails : all.filter((mail) => !["trash", "spam"].includes(mail.folder) && [mail.from_name, mail.from, mail.to, mail.subject, mail.body].join(" ").toLowerCase().includes(wanted))
    signal opened(var mail)
    signal composing
    signal starring(var mail)
    signal moving(var numbers, string folder)
    signal asking(var numbers)
    signal reading(var numbers, bool read)
    signal emptying
    signal turned(string folder)
    root: true
    name: ""
    title: selecting ? phone.tr("{n} selected").replace("{n}", chosen.length) : folderName
    function back() {
        if (drawer.back()) return true
        if (!selecting && !searching) return false
        chosen = []
        stopSearch()
        return true
    }
    function stopSearch() { search.text = ""; searching = false }
    function toggle(number) { chosen = chosen.includes(number) ? chosen.filter((other) => other !== number) : chosen.concat([number]) }
    function move(folder) { view.moving(chosen, folder); chosen = [] }
    function who(mail) {
        if (!["sent", "drafts", "outbox"].includes(mail.folder)) return mail.from_name || mail.from
        return mail.to ? phone.tr("To:") + " " + mail.to : phone.tr("(nobody)")
    }
    actions: [
        IconButton { visible: view.selecting; icon: "close"; label: phone.tr("Clear selection"); onClicked: view.chosen = [] },
        IconButton { visible: view.selecting && view.folder !== "archive" && !view.outgoing; icon: "archive-arrow-down-outline"; label: phone.tr("Archive"); onClicked: view.move("archive") },
        IconButton { visible: view.selecting; icon: "delete-outline"; label: phone.tr("Delete"); onClicked: { if (view.folder === "trash") view.asking(view.chosen); else view.move("trash"); view.chosen = [] } },
        IconButton { visible: view.selecting; icon: "email-open-outline"; label: phone.tr("Mark as read"); onClicked: { view.reading(view.chosen, true); view.chosen = [] } },
        IconButton { visible: !view.selecting; icon: "magnify"; label: phone.tr("Search mail"); onClicked: { view.searching = true; search.input.forceActiveFocus() } },
        IconButton { visible: !view.selecting; icon: "menu-open"; label: phone.tr("Folders"); onClicked: drawer.visible = true },
        Menu {
            entries: view.selecting ? [
                { text: phone.tr("Mark as unread"), icon: "email-outline", act: () => { view.reading(view.chosen, false); view.chosen = [] } },
                { text: phone.tr("Move to inbox"), icon: "inbox", act: () => view.move("inbox") },
                { text: phone.tr("Report spam"), icon: "alert-octagon", act: () => view.move("spam") },
                { text: phone.tr("Select all"), icon: "select-all", act: () => view.chosen = view.shown.map((mail) => mail._id) }
            ] : [
                { text: phone.tr("Refresh"), icon: "refresh", act: () => phone.showToast(view.online ? phone.tr("Your mail is up to date") : phone.tr("No connection")) },
                { text: phone.tr("Select all"), icon: "select-all", enabled: view.shown.length > 0, act: () => view.chosen = view.shown.map((mail) => mail._id) },
                { text: phone.tr("Mark all as read"), icon: "email-open-outline", enabled: view.shown.length > 0, act: () => view.reading(view.shown.map((mail) => mail._id), true) }
            ]
        }
    ]
    SearchField { id: search; visible: view.searching; x: 16; width: parent.width - 32; label: phone.tr("Search mail") }
    Rectangle {
        id: offline
        visible: !view.online
        y: view.searching ? 60 : 0
        width: parent.width
        height: visible ? Math.max(44, Theme.size(44)) : 0
        color: Theme.errorContainer
        Icon { x: 20; anchors.verticalCenter: parent.verticalCenter; name: "cloud-off-outline"; color: Theme.error }
        Label { x: 56; width: parent.width - 72; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("No connection"); sp: 14; color: Theme.error }
    }
    Scroller {
        y: offline.y + offline.height
        width: parent.width
        height: parent.height - y
        ListRow {
            visible: (view.folder === "trash" || view.folder === "spam") && view.mails.length > 0 && !view.searching
            icon: "delete-forever"
            title: view.folder === "trash" ? phone.tr("Empty trash") : phone.tr("Delete all spam")
            treeText: title
            onClicked: view.emptying()
        }
        Repeater {
            model: view.shown
            MailRow {
                required property var modelData
                mail: modelData
                who: view.who(modelData)
                chosen: view.chosen.includes(modelData._id)
                onClicked: view.selecting ? view.toggle(modelData._id) : view.opened(modelData)
                onHeld: view.toggle(modelData._id)
                onPicked: view.toggle(modelData._id)
                onStarring: view.starring(modelData)
            }
        }
        Item { width: 1; height: 80 }
    }
    EmptyState {
        visible: view.shown.length === 0
        icon: view.searching && view.wanted !== "" ? "magnify" : "email-open-outline"
        text: view.searching && view.wanted !== "" ? phone.tr("Nothing found") : phone.tr("Nothing in {folder}").replace("{folder}", view.folderName)
    }
    Fab { visible: !view.selecting; icon: "pencil-outline"; treeLabel: phone.tr("Compose"); onClicked: view.composing() }
    Drawer {
        id: drawer
        parent: view
        folders: view.folders
        current: view.folder
        owner: view.account.name
        address: view.account.address
        onChosen: (folder) => { view.stopSearch(); view.chosen = []; view.turned(folder) }
    }
}
