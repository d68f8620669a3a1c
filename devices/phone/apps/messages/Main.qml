import QtQuick
import "../../system"
import "lines.js" as Lines

// Messages: rows of "sms" by thread. What was typed and not sent is a row of "sms_drafts".
Item {
    id: app
    readonly property string page: pages.name
    readonly property string images: "android.permission.READ_MEDIA_IMAGES"
    readonly property var people: contacts.all.filter((person) => person.phone).sort((one, other) => one.name.localeCompare(other.name) || one._id - other._id)
    // A row that another hand put in may lack what ours have.
    readonly property var lines: sms.all.map((line) => Object.assign({}, line, {
        kind: line.kind || (Number(line.type || 1) === 1 ? "inbox" : Number(line.type) === 5 ? "failed" : "sent"),
        address: String(line.address || ""), body: String(line.body || ""), time: Number(line.time) || 0
    }))
        .sort((one, other) => other.time - one.time || other._id - one._id)
    readonly property var threads: {
        const found = new Map()
        for (const line of lines) {
            const known = line.thread ? null : Array.from(found.values()).find((other) => Lines.same(other.address, line.address))
            const key = known ? known.thread : line.thread || line.address
            if (!found.has(key)) found.set(key, { thread: key, address: line.address, name: nameOf(line.address, line.name), last: line, time: line.time, unread: 0, draft: "", lines: [], words: "" })
            const thread = found.get(key)
            thread.lines.push(line)
            thread.words += " " + line.body
            if (line.kind === "inbox" && !Number(line.read)) thread.unread += 1
        }
        for (const draft of drafts.all) {
            const thread = Array.from(found.values()).find((other) => Lines.same(other.address, draft.address))
            if (thread) { thread.draft = draft.body; thread.time = Math.max(thread.time, draft.time) }
            else found.set(draft.address, { thread: draft.address, address: draft.address, name: nameOf(draft.address, ""), last: { body: "", kind: "sent" }, time: draft.time, unread: 0, draft: draft.body, lines: [], words: draft.body })
        }
        return Array.from(found.values()).sort((one, other) => other.time - one.time)
    }

    Rows { id: sms; provider: "sms" }
    Rows { id: contacts; provider: "contacts" }
    Rows { id: drafts; provider: "sms_drafts" }
    Rows { id: archived; provider: "sms_archived" }

    function nameOf(address, fallback) {
        const known = contacts.all.find((person) => person.phone && Lines.same(person.phone, address))
        return known ? known.name : fallback || address
    }
    function isArchived(thread) { return archived.all.some((row) => row.thread === thread) }
    function open(name, values) {
        if (name === "attach" && page === "attach" && values.path) { pick(String(values.path)); return }  // the camera is back
        pages.reset()
        const asked = values.uri ? Lines.parse(values.uri) : { addresses: [], body: "" }
        const body = asked.body || String(values.sms_body || values.text || values["android.intent.extra.TEXT"] || values.body || "")
        const picture = String(values.path || "")
        const addresses = values.address ? [String(values.address)] : asked.addresses
        if (name === "conversation") talk(addresses[0] || (threads.length ? threads[0].address : ""), "", "")
        else if (name === "new" && addresses.length === 1) talk(addresses[0], body, picture)
        else if (name === "new") pages.show(fresh, { body: body, picture: picture, recipients: addresses.map((address) => ({ name: nameOf(address, ""), address: address })) })
        else if (name === "archived") pages.show(archiveList)
        else if (name === "attach") { pages.show(fresh, { picture: picture }); if (picture === "") attach() }
    }
    function back() { return erase.back() || remove.back() || details.back() || pages.back() }
    function talk(address, body, picture) {
        if (address === "") return
        const draft = drafts.all.find((row) => Lines.same(row.address, address))
        pages.show(conversation, { address: address, draft: body || (draft ? draft.body : ""), picture: picture })
    }
    function keepDraft(address, text) {
        const row = drafts.all.find((other) => Lines.same(other.address, address))
        if (row && (text === "" || row.body !== text)) store.remove("sms_drafts", row._id)
        if (text !== "" && !(row && row.body === text)) store.insert("sms_drafts", { address: address, body: text, time: phone.timestamp() })
    }
    function send(addresses, text, picture) {
        if (!store.call("messages", "send", { addresses: addresses, body: text, picture: picture }).sent) phone.showToast(phone.tr("Message not sent"))
    }
    function attach() {
        pages.show(attaching)
        if (!phone.permission(images)) phone.requestPermission("com.android.messaging", images)
    }
    function pick(path) { pages.leave(); pages.currentItem.picture = path }
    function setArchived(numbers, away) {
        store.together(() => {
            for (const row of archived.all) if (numbers.includes(row.thread)) store.remove("sms_archived", row._id)
            if (away) for (const number of numbers) store.insert("sms_archived", { thread: number })
        })
        phone.showToast(away ? phone.tr("Archived") : phone.tr("Moved to inbox"))
    }
    function markRead(keys) { store.together(() => { for (const thread of threads) if (keys.includes(thread.thread) && thread.unread > 0) store.call("messages", "seen", { address: thread.address }) }) }

    PageStack { id: pages; initialItem: list }

    component Conversations: ThreadList {
        onOpened: (address) => app.talk(address, "", "")
        onArchiving: (numbers, away) => app.setArchived(numbers, away)
        onDeleting: (numbers) => remove.ask(numbers)
        onReading: (numbers) => app.markRead(numbers)
        onCreating: pages.show(fresh)
        onShowing: pages.show(archiveList)
    }
    Component { id: list; Conversations { threads: app.threads.filter((thread) => !app.isArchived(thread.thread)) } }
    Component { id: archiveList; Conversations { archive: true; threads: app.threads.filter((thread) => app.isArchived(thread.thread)) } }
    Component {
        id: conversation
        Conversation {
            id: talking
            readonly property int unread: thread ? thread.unread : 0
            readonly property var thread: app.threads.find((other) => Lines.same(other.address, address)) || null
            readonly property bool seen: app.visible && pages.currentItem === talking
            function read() { if (seen && unread > 0) Qt.callLater(app.markRead, [thread.thread]) }
            onUnreadChanged: read()
            onSeenChanged: read()
            person: app.nameOf(address, thread ? thread.name : "")
            known: app.people.some((other) => Lines.same(other.phone, address))
            lines: thread ? thread.lines : []
            onSending: (text, picture) => { app.keepDraft(address, ""); app.send([address], text, picture) }
            onRetrying: (number) => { if (!store.call("messages", "retry", { id: number }).sent) phone.showToast(phone.tr("Message not sent")) }
            onDrafted: (text) => app.keepDraft(address, text)
            onAttaching: app.attach()
            onArchiving: { app.setArchived([thread.thread], true); pages.leave() }
            onDeleting: remove.ask([thread.thread])
            onErasing: (message) => erase.ask(message)
            onShowing: (message) => details.ask(message)
        }
    }
    Component {
        id: fresh
        NewMessage {
            people: app.people
            onAttaching: app.attach()
            onSending: (addresses, text, picture) => {
                app.send(addresses, text, picture)
                pages.leave()
                if (addresses.length === 1) app.talk(addresses[0], "", "")
            }
        }
    }
    Component {
        id: attaching
        Attach {
            allowed: phone.permission(app.images) || store.revision < 0
            paths: allowed ? store.call("messages", "pictures", {}).paths : []
            onAsking: phone.requestPermission("com.android.messaging", app.images)
            onPicked: (path) => app.pick(path)
        }
    }
    Dialog {
        id: remove
        property var numbers: []
        function ask(numbers) { remove.numbers = numbers; open() }
        title: numbers.length > 1 ? phone.tr("Delete these conversations?") : phone.tr("Delete this conversation?")
        message: phone.tr("This cannot be undone.")
        accept: phone.tr("Delete")
        onAccepted: {
            const gone = app.threads.filter((thread) => numbers.includes(thread.thread))
            store.together(() => {
                for (const thread of gone) {
                    app.keepDraft(thread.address, "")
                    for (const line of thread.lines) store.remove("sms", line._id)
                }
                for (const row of archived.all) if (numbers.includes(row.thread)) store.remove("sms_archived", row._id)
            })
            if (app.page === "conversation") pages.leave()
        }
    }
    Dialog {
        id: erase
        property var line: null
        function ask(line) { erase.line = line; open() }
        title: phone.tr("Delete this message?")
        message: line ? line.body : ""
        accept: phone.tr("Delete")
        onAccepted: store.remove("sms", line._id)
    }
    Dialog {
        id: details
        property var line: null
        function ask(line) { details.line = line; open() }
        title: phone.tr("Message details")
        message: !line ? "" : (line.kind === "inbox" ? phone.tr("From:") : phone.tr("To:")) + " " + line.address + "\n" + (line.kind === "inbox" ? phone.tr("Received:") : phone.tr("Sent:")) + " " + phone.formatTime(line.time, "day") + ", " + phone.formatTime(line.time, "time")
        reject: ""
    }
}
