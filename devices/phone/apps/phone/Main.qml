import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Phone: who was called and who called ("calls"), the call that goes on ("live_calls"), and numbers that may not ring.
Item {
    id: app
    readonly property string page: pages.name
    readonly property var current: live.all.length ? live.all[0] : null
    readonly property var people: contacts.all.slice().sort((one, other) => one.name.localeCompare(other.name) || one._id - other._id)
    readonly property var log: calls.all.map((call) => Object.assign({}, call, { kind: call.kind || ["", "in", "out", "missed"][Number(call.type) || 3], shown: nameOf(call), time: Number(call.time) || 0, seconds: Number(call.seconds) || 0, seen: Number(call.seen) || 0 }))
        .sort((one, other) => other.time - one.time || other._id - one._id)
    property real now: phone.timestamp()

    Rows { id: calls; provider: "calls" }
    Rows { id: live; provider: "live_calls" }
    Rows { id: contacts; provider: "contacts" }
    Rows { id: blocked; provider: "blocked_numbers" }
    Connections { target: phone; function onTicked() { if (app.visible) app.now = phone.timestamp() } }
    onVisibleChanged: if (visible) now = phone.timestamp()
    onCurrentChanged: if (!current && (page === "incall" || page === "incoming")) pages.leave()

    function nameOf(call) {
        const known = contacts.all.find((person) => person.phone && Numbers.same(person.phone, call.number))
        return known ? known.name : call.name || Numbers.pretty(call.number) || phone.tr("Unknown number")
    }
    function isBlocked(number) { return blocked.all.some((row) => Numbers.same(row.number, number)) }
    function numberIn(values) {
        const uri = String(values.uri || ""), number = uri.includes(":") ? decodeURIComponent(uri.slice(uri.indexOf(":") + 1).replace(/^\/+/, "")) : ""
        return number || String(values.number || values.phone || values["android.intent.extra.PHONE_NUMBER"] || "")
    }
    function open(name, values) {
        pages.reset()
        const number = numberIn(values)
        if (name === "dialpad" && String(values.action || "").startsWith("android.intent.action.CALL")) call(number)
        else if (name === "dialpad") pages.show(pad, { number: Numbers.digits(number) })
        else if (name === "incall") reach(number, values)
        else if (name === "incoming") ring(number, values)
        else if (name === "call") pages.show(details, { number: Number(values.id) || (app.log.length ? app.log[0]._id : 0) })
        else if (name === "blocked") pages.show(blocks)
        else if (name === "voicemail") pages.show(voicemail)
    }
    function reach(number, values) {
        if (current && current.state === "ringing" && values.answer) answer()
        else if (!current && number && values.incoming) { store.call("phone", "ring", { number: number, name: String(values.name || "") }); answer() }
        else if (number && !current) call(number)
        else pages.show(incall)
    }
    function ring(number, values) {
        if (number && !(current && Numbers.same(current.number, number))) store.call("phone", "ring", { number: number, name: String(values.name || "") })
        if (current && current.state !== "ringing") pages.show(incall)
        else if (current || !number) pages.show(incoming)
    }
    function back() { return problem.back() || airplane.back() || device.back() || clear.back() || block.back() || remove.back() || choices.back() || another.back() || pages.back() }
    function call(number) {
        if (Numbers.digits(number) === "*#06#") { device.open(); return }
        const answer = store.call("phone", "dial", { number: number })
        if (answer.problem === "airplane") { airplane.number = number; airplane.open() }
        else if (answer.problem === "invalid") problem.open()
        else pages.show(incall)  // this call, or the one that goes on already
    }
    function answer() {
        store.call("phone", "answer", {})
        if (page === "incoming") pages.leave()
        pages.show(incall)
    }
    function message(number) { phone.open("com.android.messaging", "conversation", { address: number }) }
    function create(number) { phone.open("com.android.contacts", "edit", { phone: number }) }
    function markSeen() { store.together(() => { for (const row of log) if (row.kind === "missed" && !row.seen) store.update("calls", row._id, { seen: 1, "new": 0 }) }) }

    PageStack { id: pages; initialItem: home }

    Component {
        id: home
        HomePage {
            people: app.people
            calls: app.log
            live: app.current
            onCalled: (number) => app.call(number)
            onChosen: (number) => pages.show(details, { number: number })
            onHeld: (call) => choices.ask(call)
            onDialling: pages.show(pad)
            onShowing: (page) => pages.show(page === "blocked" ? blocks : voicemail)
            onClearing: clear.open()
            onReturning: pages.show(app.current.state === "ringing" ? incoming : incall)
            onSeen: app.markSeen()
        }
    }
    Component {
        id: pad
        DialPad {
            id: dialling
            people: app.people
            onCalled: (number) => { if (number !== "") app.call(number); else if (app.log.length) dialling.number = Numbers.digits(app.log[0].number) }
            onCreating: (number) => app.create(number)
            onMessaged: (number) => app.message(number)
            onDialledVoicemail: pages.show(voicemail)
        }
    }
    Component {
        id: details
        CallDetails {
            property int number: 0
            call: app.log.find((row) => row._id === number) || null
            history: call ? app.log.filter((row) => Numbers.same(row.number, call.number)) : []
            known: !!call && contacts.all.some((person) => person.phone && Numbers.same(person.phone, call.number))
            blocked: !!call && app.isBlocked(call.number)
            onCalled: app.call(call.number)
            onMessaged: app.message(call.number)
            onCreating: app.create(call.number)
            onBlocking: block.ask(call.number)
            onUnblocking: app.unblock(call.number)
            onDeleting: remove.ask(call)
        }
    }
    Component { id: incall; InCall { call: app.current; now: app.now; onEnded: store.call("phone", "end", {}); onSwitched: (key) => store.update("live_calls", app.current._id, { [key]: app.current[key] ? 0 : 1 }); onToned: (key) => store.update("live_calls", app.current._id, { tones: app.current.tones + key }) } }
    Component {
        id: incoming
        Incoming {
            call: app.current
            onAnswered: app.answer()
            onDeclined: store.call("phone", "decline", {})
            onReplied: { const number = app.current.number; store.call("phone", "decline", {}); app.message(number) }
        }
    }
    Component { id: blocks; Blocked { blocked: app.blockedRows; onAdding: another.ask(); onUnblocking: (row) => store.remove("blocked_numbers", row._id) } }
    Component { id: voicemail; AppPage { name: "voicemail"; title: phone.tr("Voicemail"); EmptyState { icon: "voicemail"; text: phone.tr("No voicemail"); detail: phone.tr("Nobody has left a message.") } } }
    readonly property var blockedRows: blocked.all

    function unblock(number) { store.together(() => { for (const row of blocked.all) if (Numbers.same(row.number, number)) store.remove("blocked_numbers", row._id) }) }

    Dialog { id: problem; title: phone.tr("Call not sent"); message: phone.tr("This is not a valid number."); reject: "" }
    Dialog { id: device; title: "IMEI"; message: "35 209900 176148 1"; reject: "" }
    Dialog {
        id: airplane
        property string number
        title: phone.tr("Airplane mode is on")
        message: phone.tr("Turn off airplane mode to make a call.")
        accept: phone.tr("Turn off")
        onAccepted: { store.put("global", "airplane_mode_on", "0"); app.call(number) }
    }
    Dialog { id: clear; title: phone.tr("Clear call history?"); message: phone.tr("All calls will be deleted from the list."); accept: phone.tr("Clear"); onAccepted: { store.together(() => { for (const row of calls.all) store.remove("calls", row._id) }) } }
    Dialog {
        id: block
        property string number
        function ask(number) { block.number = number; open() }
        title: phone.tr("Block this number?")
        message: Numbers.pretty(number)
        accept: phone.tr("Block")
        onAccepted: { store.call("phone", "block", { number: number }); phone.showToast(phone.tr("Number blocked")) }
    }
    Dialog {
        id: remove
        property var call: null
        function ask(call) { remove.call = call; open() }
        title: phone.tr("Delete this call?")
        message: call ? call.shown : ""
        accept: phone.tr("Delete")
        onAccepted: { store.remove("calls", call._id); if (app.page === "call") pages.leave() }
    }
    ChoiceDialog {
        id: choices
        property var call: null
        function ask(call) { choices.call = call; open() }
        title: call ? call.shown : ""
        options: [
            { value: "copy", text: phone.tr("Copy number") },
            { value: "message", text: phone.tr("Send a message") },
            { value: "block", text: phone.tr("Block number") },
            { value: "delete", text: phone.tr("Delete") }
        ]
        onChosen: (value) => {
            if (value === "copy") { phone.copy(call.number); phone.showToast(phone.tr("Number copied")) }
            else if (value === "message") app.message(call.number)
            else if (value === "block") block.ask(call.number)
            else remove.ask(call)
        }
    }
    Dialog {
        id: another
        function ask() { wanted.text = ""; open(); wanted.input.forceActiveFocus() }
        title: phone.tr("Block a number")
        accept: phone.tr("Block")
        onAccepted: {
            ime.hide()
            if (Numbers.digits(wanted.text).length < 3) phone.showToast(phone.tr("This is not a valid number."))
            else store.call("phone", "block", { number: wanted.text.trim() })
        }
        Field { id: wanted; numeric: true; label: phone.tr("Number"); treeId: "number"; onSubmitted: ime.hide() }
    }
}
