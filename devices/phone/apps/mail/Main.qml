import QtQuick
import "../../system"
import "addresses.js" as Addresses

// Mail: rows of "mail" by folder.
Item {
    id: app
    readonly property string page: pages.name
    property string folder: "inbox"
    readonly property var account: accounts.all.length ? accounts.all[0] : { name: "", address: "" }
    readonly property var people: contacts.all.filter((person) => person.email).sort((one, other) => one.name.localeCompare(other.name) || one._id - other._id)
    // A row that another hand put in may lack what ours have.
    readonly property var mails: mail.all.map((row) => {
        const whole = Object.assign({}, row, { folder: row.folder || "inbox", time: Number(row.time) || 0 })
        for (const key of ["from_name", "from", "to", "cc", "subject", "body"]) whole[key] = String(row[key] || "")
        return whole
    }).sort((one, other) => other.time - one.time || other._id - one._id)
    readonly property bool online: !on("airplane_mode_on", "0") && (on("wifi_on", "1") || on("mobile_data", "1"))
    readonly property var folders: [
        { id: "inbox", text: phone.tr("Inbox"), icon: "inbox", count: mails.filter((row) => row.folder === "inbox" && !Number(row.read)).length },
        { id: "starred", text: phone.tr("Starred"), icon: "star-outline", count: 0 },
        { id: "sent", text: phone.tr("Sent"), icon: "send-outline", count: 0 },
        { id: "drafts", text: phone.tr("Drafts"), icon: "file-outline", count: inside("drafts").length },
        { id: "outbox", text: phone.tr("Outbox"), icon: "tray-full", count: inside("outbox").length },
        { id: "archive", text: phone.tr("Archived mail"), icon: "archive-outline", count: 0 },
        { id: "spam", text: phone.tr("Spam"), icon: "alert-octagon", count: inside("spam").length },
        { id: "trash", text: phone.tr("Trash"), icon: "trash-can-outline", count: 0 }
    ]

    Rows { id: mail; provider: "mail" }
    Rows { id: accounts; provider: "mail_accounts" }
    Rows { id: contacts; provider: "contacts" }

    function on(key, fallback) { return Stored.setting("global/" + key, fallback) === "1" }
    function inside(folder) { return mails.filter((row) => folder === "starred" ? Number(row.starred) === 1 && row.folder !== "trash" : row.folder === folder) }
    function nameOf(folder) { const found = folders.find((entry) => entry.id === folder); return found ? found.text : folder }
    function open(name, values) {
        pages.reset()
        if (name === "" && folders.some((entry) => entry.id === values.folder)) folder = values.folder
        else if (name === "read") show(mails.find((row) => row._id === Number(values.id)) || inside("inbox")[0])
        else if (name === "compose") {
            const asked = Addresses.parse(values.uri && /^mailto:/i.test(values.uri) ? values.uri : "")
            const extra = (key) => String(values["android.intent.extra." + key] || "")
            compose({
                to: asked.to || String(values.to || extra("EMAIL")), cc: asked.cc || extra("CC"),
                subject: asked.subject || String(values.subject || extra("SUBJECT")), body: asked.body || String(values.text || values.body || extra("TEXT")),
                picture: String(values.path || "")
            }, 0)
        }
    }
    function back() {
        if (erase.back() || discard.back() || mover.back() || pages.back()) return true
        if (folder === "inbox") return false
        folder = "inbox"
        return true
    }
    function show(row) {
        if (!row) return
        if (row.folder === "drafts") { compose(row, row._id); return }
        if (!Number(row.read)) store.update("mail", row._id, { read: 1 })
        pages.show(reader, { number: row._id })
    }
    function compose(first, draft) { pages.show(composer, { first: first, draft: draft }) }
    function move(numbers, folder) {
        const before = numbers.map((number) => mail.find(number)).filter((row) => row && row.folder !== folder).map((row) => ({ id: row._id, folder: row.folder }))
        if (before.length === 0) return
        store.together(() => { for (const entry of before) store.update("mail", entry.id, { folder: folder }) })
        const text = folder === "trash" ? phone.tr("Deleted") : folder === "archive" ? phone.tr("Archived") : phone.tr("Moved to {folder}").replace("{folder}", nameOf(folder))
        snack.say(text, () => { store.together(() => { for (const entry of before) store.update("mail", entry.id, { folder: entry.folder }) }) })
    }
    function answer(row, all) {
        const own = account.address, others = all ? Addresses.split(row.to).concat(Addresses.split(row.cc)).filter((address) => address !== own && address !== row.from) : []
        const to = row.from === own ? row.to : row.from
        compose({ to: to, cc: others.filter((address) => !Addresses.split(to).includes(address)).join(", "), subject: /^re:/i.test(row.subject) ? row.subject : "Re: " + row.subject, body: quoted(row) }, 0)
    }
    function quoted(row) { return "\n\n" + phone.tr("{name} wrote:").replace("{name}", row.from_name || row.from) + "\n" + row.body.split("\n").map((line) => "> " + line).join("\n") }

    PageStack { id: pages; initialItem: list }
    Snack { id: snack; anchors.bottom: parent.bottom; anchors.bottomMargin: app.page === "" ? 88 : 64 }

    Component {
        id: list
        MailList {
            mails: app.inside(app.folder)
            all: app.mails
            folders: app.folders
            folder: app.folder
            folderName: app.nameOf(app.folder)
            online: app.online
            account: app.account
            onOpened: (row) => app.show(row)
            onComposing: app.compose({}, 0)
            onStarring: (row) => store.update("mail", row._id, { starred: Number(row.starred) === 1 ? 0 : 1 })
            onMoving: (numbers, folder) => app.move(numbers, folder)
            onAsking: (numbers) => erase.ask(numbers)
            onReading: (numbers, read) => { store.together(() => { for (const number of numbers) store.update("mail", number, { read: read ? 1 : 0 }) }) }
            onEmptying: erase.ask(app.inside(app.folder).map((row) => row._id))
            onTurned: (folder) => app.folder = folder
        }
    }
    Component {
        id: reader
        Reader {
            property int number: 0
            mail: app.mails.find((row) => row._id === number) || null
            folderName: mail ? app.nameOf(mail.folder) : ""
            onReplying: (all) => app.answer(mail, all)
            onForwarding: app.compose({ to: "", cc: "", subject: "Fwd: " + mail.subject, body: app.quoted(mail) }, 0)
            onMoving: (folder) => { if (mail.folder === folder) { erase.ask([number]); return } pages.leave(); app.move([number], folder) }
            onChoosing: mover.ask(number)
            onStarring: store.update("mail", number, { starred: Number(mail.starred) === 1 ? 0 : 1 })
            onUnreading: { store.update("mail", number, { read: 0 }); pages.leave() }
        }
    }
    Component {
        id: composer
        Compose {
            id: writing
            people: app.people
            account: app.account
            onSending: (values) => { phone.showToast(store.call("mail", "send", values).sent ? phone.tr("Sent") : phone.tr("No connection. The mail waits in the outbox.")); ime.hide(); pages.leave() }
            onDrafting: (values) => { draft = store.call("mail", "draft", values).id; first = values; phone.showToast(phone.tr("Draft saved")) }
            onDiscarding: (empty) => { if (empty) { done = true; pages.leave() } else discard.ask(writing) }
        }
    }
    Dialog {
        id: erase
        property var numbers: []
        function ask(numbers) { erase.numbers = numbers; open() }
        title: phone.tr("Delete for good?")
        message: phone.tr("{n} mails will be gone. This cannot be undone.").replace("{n}", numbers.length)
        accept: phone.tr("Delete")
        onAccepted: { if (app.page === "read") pages.leave(); store.together(() => { for (const number of numbers) store.remove("mail", number) }) }
    }
    Dialog {
        id: discard
        property var view: null
        function ask(view) { discard.view = view; open() }
        title: phone.tr("Discard this draft?")
        accept: phone.tr("Discard")
        onAccepted: { if (view.draft) store.remove("mail", view.draft); view.done = true; ime.hide(); pages.leave() }
    }
    ChoiceDialog {
        id: mover
        property int number: 0
        function ask(number) { mover.number = number; value = mail.find(number).folder; open() }
        title: phone.tr("Move to…")
        options: ["inbox", "archive", "spam", "trash"].map((folder) => ({ value: folder, text: app.nameOf(folder) }))
        onChosen: (folder) => { pages.leave(); app.move([number], folder) }
    }
}
