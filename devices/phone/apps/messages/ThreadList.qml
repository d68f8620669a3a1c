import QtQuick
import "../../system"

// Conversations, the latest first. threads: [{thread, address, name, last, unread, draft}]. A long touch selects.
AppPage {
    id: view
    property var threads: []
    property bool archive: false  // shows what was put away
    property var chosen: []  // thread numbers
    readonly property bool selecting: chosen.length > 0
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var shown: threads.filter((thread) => wanted === "" || (thread.name + " " + thread.address + " " + thread.words).toLowerCase().includes(wanted))
    signal opened(string address)
    signal creating
    signal showing(string page)
    signal archiving(var threads, bool away)
    signal deleting(var threads)
    signal reading(var threads, bool read)
    root: !archive
    name: archive ? "archived" : ""
    title: selecting ? phone.tr("{n} selected").replace("{n}", chosen.length) : archive ? phone.tr("Archived conversations") : phone.tr("Messages")
    actions: [
        IconButton { visible: view.selecting; icon: "close"; label: phone.tr("Clear selection"); onClicked: view.chosen = [] },
        IconButton { visible: view.selecting; icon: "email-open-outline"; label: phone.tr("Mark as read"); onClicked: { view.reading(view.chosen, true); view.chosen = [] } },
        IconButton { visible: view.selecting; icon: view.archive ? "inbox-arrow-down" : "archive-arrow-down-outline"; label: view.archive ? phone.tr("Unarchive") : phone.tr("Archive"); onClicked: { view.archiving(view.chosen, !view.archive); view.chosen = [] } },
        IconButton { visible: view.selecting; icon: "delete-outline"; label: phone.tr("Delete"); onClicked: { view.deleting(view.chosen); view.chosen = [] } },
        Menu {
            visible: !view.selecting && !view.archive
            entries: [
                { text: phone.tr("Archived conversations"), icon: "archive-outline", act: () => view.showing("archived") },
                { text: phone.tr("Mark all as read"), icon: "email-open-outline", act: () => view.reading(view.threads.map((thread) => thread.thread), true) },
                { text: phone.tr("Select all"), icon: "select-all", enabled: view.threads.length > 0, act: () => view.chosen = view.threads.map((thread) => thread.thread) }
            ]
        }
    ]
    function back() {
        if (!selecting && search.text === "") return false
        chosen = []
        search.text = ""
        return true
    }
    function toggle(thread) { chosen = chosen.includes(thread) ? chosen.filter((other) => other !== thread) : chosen.concat([thread]) }

    SearchField { id: search; x: 16; width: parent.width - 32; label: phone.tr("Search messages") }
    Scroller {
        y: 60
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.shown
            ThreadRow {
                required property var modelData
                name: modelData.name
                snippet: modelData.draft !== "" ? phone.tr("Draft:") + " " + modelData.draft : view.snippet(modelData)
                when: phone.formatTime(modelData.time, "ago")
                unread: modelData.unread
                draft: modelData.draft !== ""
                chosen: view.chosen.includes(modelData.thread)
                onClicked: view.selecting ? view.toggle(modelData.thread) : view.opened(modelData.address)
                onHeld: view.toggle(modelData.thread)
            }
        }
        Item { width: 1; height: 72 }
    }
    // The line that was searched for, else the last one.
    function snippet(thread) {
        const hit = wanted === "" ? null : thread.lines.find((line) => line.body.toLowerCase().includes(wanted))
        const line = hit || thread.last
        return (line.kind === "failed" ? phone.tr("Not sent:") + " " : line.kind === "sent" ? phone.tr("You:") + " " : "") + (line.body || phone.tr("Picture"))
    }
    EmptyState { visible: view.shown.length === 0; icon: "forum"; text: view.wanted !== "" ? phone.tr("Nothing found") : view.archive ? phone.tr("No archived conversations") : phone.tr("No conversations yet") }
    Fab { visible: !view.archive && !view.selecting; icon: "message-plus"; treeLabel: phone.tr("Start chat"); onClicked: view.creating() }
}
