import QtQuick
import "../../system"

// The notes as a list or in two columns; pinned ones come first.
AppPage {
    id: view
    property var notes: []
    property bool searching: false
    readonly property bool grid: Stored.setting("secure/notes_grid", "0") === "1"
    readonly property string wanted: searching ? field.text.trim().toLowerCase() : ""
    readonly property var shown: notes.filter((note) => ((note.title || "") + "\n" + (note.body || "")).toLowerCase().includes(wanted))
    signal chosen(var note)
    signal creating(bool checklist)
    signal archiveWanted
    signal trashWanted
    name: ""
    root: true
    title: phone.tr("Notes")
    function back() {
        if (!searching) return false
        ime.hide()
        field.text = ""
        searching = false
        return true
    }
    function search() { searching = true; field.input.forceActiveFocus() }
    actions: [
        IconButton { icon: view.searching ? "close" : "magnify"; label: view.searching ? phone.tr("Close search") : phone.tr("Search notes"); onClicked: view.searching ? view.back() : view.search() },
        Menu {
            entries: [
                { text: view.grid ? phone.tr("Show as list") : phone.tr("Show as grid"), icon: view.grid ? "view-agenda-outline" : "view-grid", act: () => store.put("secure", "notes_grid", view.grid ? "0" : "1") },
                { text: phone.tr("New checklist"), icon: "format-list-checks", act: () => view.creating(true) },
                { text: phone.tr("Archived notes"), icon: "archive-outline", act: () => view.archiveWanted() },
                { text: phone.tr("Trash"), icon: "trash-can-outline", act: () => view.trashWanted() }
            ]
        }
    ]
    SearchField { id: field; visible: view.searching; x: 16; width: parent.width - 32; label: phone.tr("Search notes") }
    Scroller {
        y: view.searching ? 64 : 0
        width: parent.width
        height: parent.height - y
        spacing: 12
        visible: view.shown.length > 0
        Repeater {
            model: view.grid ? 0 : view.shown
            NoteCard {
                required property var modelData
                x: 16
                width: view.width - 32
                note: modelData
                onClicked: { ime.hide(); view.chosen(modelData) }
            }
        }
        Row {
            visible: view.grid
            x: 16
            spacing: 12
            Repeater {
                model: view.grid ? 2 : 0
                Column {
                    id: column
                    required property int index
                    width: (view.width - 44) / 2
                    spacing: 12
                    Repeater {
                        model: view.shown.filter((note, place) => place % 2 === column.index)
                        NoteCard {
                            required property var modelData
                            width: column.width
                            note: modelData
                            onClicked: { ime.hide(); view.chosen(modelData) }
                        }
                    }
                }
            }
        }
        Item { width: 1; height: 80 }  // so that the last card can leave the button's shadow
    }
    Column {
        visible: view.notes.length === 0
        anchors.centerIn: parent
        width: parent.width - 48
        spacing: 12
        Icon { name: "note-outline"; size: 72; color: Theme.outlineVariant; anchors.horizontalCenter: parent.horizontalCenter }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.Wrap; text: phone.tr("No notes yet"); sp: 18 }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.Wrap; text: phone.tr("Tap + to write the first one"); sp: 14; color: Theme.onSurfaceVariant }
    }
    EmptyState { visible: view.notes.length > 0 && view.shown.length === 0; icon: "magnify"; text: phone.tr("No note found") }
    Fab { treeLabel: phone.tr("New note"); onClicked: view.creating(false) }
}
