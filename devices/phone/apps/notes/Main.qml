import QtQuick
import "../../system"

// Notes. Rows of "notes": title, body, modified (text), pinned, colour (a name of NoteColours), archived, checklist (each line
// of the body begins with "[ ] " or "[x] "). Deleted notes are rows of "notes_trash". Rows that came over ADB may lack any of these.
Item {
    id: app
    readonly property string page: pages.name

    function open(name, values) {
        const given = values || {}
        const number = Number(given.id || (/\/notes\/(\d+)/.exec(given.uri || "") || [])[1] || 0)
        confirm.close(); sweep.close()
        undo.offered = false
        pages.reset()
        if (name === "edit") pages.show(editor, { number: notes.find(number) ? number : 0, draft: { title: String(given.subject || given.title || ""), body: String(given.text || given.body || "") } })
        else if (name === "archive") pages.show(archive)
        else if (name === "trash") pages.show(trash)
    }
    function back() { return confirm.back() || sweep.back() || pages.back() }
    function bare(note) { const copy = Object.assign({}, note); delete copy._id; return copy }
    function discard(note) {
        const kept = store.insert("notes_trash", bare(note))
        store.remove("notes", note._id)
        undo.offer(phone.tr("Note moved to the trash"), () => { store.remove("notes_trash", kept); store.insert("notes", note) })
    }
    function file(note, archived) {
        store.update("notes", note._id, { archived: archived ? 1 : 0, pinned: 0 })
        undo.offer(archived ? phone.tr("Note archived") : phone.tr("Note is back among the others"), () => store.update("notes", note._id, { archived: archived ? 0 : 1, pinned: Number(note.pinned || 0) }))
    }
    function order(one, other) {
        return Number(other.pinned || 0) - Number(one.pinned || 0) || String(other.modified || "").localeCompare(String(one.modified || "")) || other._id - one._id
    }

    Rows { id: notes; provider: "notes" }
    Rows { id: bin; provider: "notes_trash" }
    PageStack { id: pages; initialItem: list }

    Component {
        id: list
        NotesPage {
            notes: app.listed()
            onChosen: (note) => pages.show(editor, { number: note._id })
            onCreating: (checklist) => pages.show(editor, { checklist: checklist })
            onArchiveWanted: pages.show(archive)
            onTrashWanted: pages.show(trash)
        }
    }
    function listed() { return notes.all.filter((note) => !Number(note.archived || 0)).sort(order) }
    Component {
        id: editor
        NoteEditor {
            id: open
            property int number: 0
            note: notes.find(number)
            onStoring: (values) => { if (note) store.update("notes", number, values); else number = store.insert("notes", Object.assign({ pinned: 0, colour: "", archived: 0 }, values)) }
            onDropping: store.remove("notes", number)
            onLeaving: pages.leave()
            onDeleting: confirm.ask(open)
            onFiling: (archived) => { const filed = note; gone = true; pages.leave(); app.file(filed, archived) }
            onCopying: { const copy = app.bare(note); pages.leave(); pages.show(editor, { number: store.insert("notes", copy) }) }
        }
    }
    Component {
        id: archive
        ShelfPage {
            name: "archive"
            title: phone.tr("Archived notes")
            icon: "archive-outline"
            empty: phone.tr("Nothing is archived")
            notes: app.archived()
            onChosen: (note) => pages.show(editor, { number: note._id })
        }
    }
    function archived() { return notes.all.filter((note) => Number(note.archived || 0)).sort(order) }
    Component {
        id: trash
        ShelfPage {
            id: heap
            name: "trash"
            title: phone.tr("Trash")
            icon: "trash-can-outline"
            empty: phone.tr("The trash is empty")
            notes: bin.all.slice().reverse()
            actions: TextButton { visible: bin.all.length > 0; text: phone.tr("Empty trash"); onClicked: sweep.ask(null) }
            onChosen: (note) => heap.offer(note)
            onRestoring: (note) => { store.insert("notes", app.bare(note)); store.remove("notes_trash", note._id); phone.showToast(phone.tr("Note restored")) }
            onErasing: (note) => sweep.ask(note)
        }
    }

    Dialog {
        id: confirm
        property var target: null  // the editor page that asks
        function ask(page) { target = page; open() }
        title: phone.tr("Delete this note?")
        message: phone.tr("It goes to the trash.")
        accept: phone.tr("Delete")
        onAccepted: { target.save(); const note = target.note; target.gone = true; pages.leave(); if (note) app.discard(note) }
    }
    Dialog {
        id: sweep
        property var note: null  // null: all of them
        function ask(note) { sweep.note = note; open() }
        title: note ? phone.tr("Delete forever?") : phone.tr("Empty the trash?")
        message: note ? note.title || note.body || "" : phone.tr("It cannot be brought back.")
        accept: phone.tr("Delete")
        onAccepted: store.together(() => (note ? [note] : bin.all).forEach((row) => store.remove("notes_trash", row._id)))
    }
    UndoBar { id: undo }
}
