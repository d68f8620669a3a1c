import QtQuick
import "../../system"

// Settings: every page is a list of items from pages.json, and perhaps a view of its own below them.
Item {
    id: settings
    readonly property var pages: phone.appData("settings", "pages.json")
    readonly property string page: stack.name
    readonly property bool secure: stack.secure
    readonly property string lock: setting("secure/screen_lock", "none")
    readonly property var locked: ["security/lock", "security/lock/pin"]  // pages that ask for the PIN first, where there is one

    // Values come from intents too: android.provider.extra.APP_PACKAGE, or package:NAME as data.
    function read(values) {
        const read = Object.assign({}, values || {})
        delete read.confirmed  // only the page that asked for the PIN may say so
        const named = read["android.provider.extra.APP_PACKAGE"] || read["android.intent.extra.PACKAGE_NAME"]
        if (named) read["package"] = named
        else if (String(read.uri || "").startsWith("package:")) read["package"] = read.uri.slice(8)
        return read
    }
    function open(name, values) {
        stack.reset()
        if (!(name in pages)) name = ""
        const parts = name === "" ? [] : name.split("/")
        const chosen = read(values)
        for (let i = 1; i < parts.length; i++) {
            const above = parts.slice(0, i).join("/")
            if (above in pages && !locked.includes(above)) stack.push(section, { name: above, values: chosen })
        }
        if (name !== "") show(name, chosen, true)
    }
    function show(name, values, jump) {
        let chosen = Object.assign({}, values || {})
        if (lock === "pin" && locked.includes(name) && !chosen.confirmed) {
            chosen = { next: name }
            name = "security/lock/confirm"
        }
        if (jump) stack.push(section, { name: name, values: chosen })
        else stack.show(section, { name: name, values: chosen })
    }
    function leave() { ime.hide(); stack.leave() }
    function replace(name, values) { stack.pop(); stack.push(section, { name: name, values: values || {} }) }
    onPageChanged: leaveDialogs()  // what they would do belongs to a page that may be gone
    function leaveDialogs() { for (const dialog of [confirm, choice, entry, clock, dates]) dialog.close() }
    function back() { return confirm.back() || choice.back() || entry.back() || clock.back() || dates.back() || stack.back() }

    function setting(path, fallback) { return Stored.setting(path, fallback || "") }
    function set(path, value) {
        const parts = path.split("/")
        if (path === "global/airplane_mode_on") store.call("settings", "airplane", { on: value === "1" })
        else store.put(parts[0], parts[1], value)
        if (path === "global/auto_time" || path === "global/auto_time_zone") store.call("settings", "settleClock", {})
    }
    // Asks before something is done that cannot be undone.
    function ask(title, message, accept, then) { confirm.ask(title, message, accept, then) }
    function choose(title, options, value, then) { choice.ask(title, options, value, then) }
    function write(title, label, text, check, then) { entry.ask(title, label, text, check, then) }
    readonly property alias clock: clock
    readonly property alias dates: dates
    readonly property alias facts: facts
    readonly property alias actions: actions

    Facts { id: facts; app: settings }
    Actions { id: actions; app: settings }
    PageStack { id: stack; initialItem: section }
    Component { id: section; Section { app: settings; name: "" } }
    ConfirmBox { id: confirm }
    ChoiceBox { id: choice }
    TextBox { id: entry }
    TimeDialog { id: clock; half: settings.setting("system/time_12_24", "24") === "12" }
    DateDialog { id: dates }
}
