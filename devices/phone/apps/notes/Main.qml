import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Notes: a list of cards and an editor. A note is a row of the provider "notes": title, body, modified.
// Leaving the editor saves, as its tick does; a note without a word is not kept. Rows that came over ADB may lack any of these.
Item {
    id: app
    readonly property string page: pages.name

    function open(name) {
        pages.reset()
        if (name === "edit") pages.show(editor)
    }
    function back() { return confirm.back() || pages.back() }

    Rows { id: notes; provider: "notes" }
    PageStack { id: pages; initialItem: list }

    Component {
        id: list
        AppPage {
            id: view
            name: ""
            root: true
            title: phone.tr("Notes")
            readonly property var shown: notes.all.slice().sort((one, other) => String(other.modified || "").localeCompare(String(one.modified || "")) || other._id - one._id)
            Scroller {
                anchors.fill: parent
                spacing: 12
                visible: view.shown.length > 0
                Repeater {
                    model: view.shown
                    NoteCard {
                        required property var modelData
                        x: 16
                        width: view.width - 32
                        note: modelData
                        onClicked: pages.show(editor, { number: modelData._id })
                    }
                }
                Item { width: 1; height: 80 }  // so that the last card can leave the button's shadow
            }
            Column {
                visible: view.shown.length === 0
                anchors.centerIn: parent
                spacing: 12
                Icon { name: "note-outline"; size: 72; color: Theme.outlineVariant; anchors.horizontalCenter: parent.horizontalCenter }
                Label { text: phone.tr("No notes yet"); sp: 18; anchors.horizontalCenter: parent.horizontalCenter }
                Label { text: phone.tr("Tap + to write the first one"); sp: 14; color: Theme.onSurfaceVariant; anchors.horizontalCenter: parent.horizontalCenter }
            }
            Fab { treeLabel: phone.tr("New note"); onClicked: pages.show(editor) }
        }
    }

    Component {
        id: editor
        AppPage {
            id: view
            property int number: 0  // 0: not in the store yet
            property bool gone: false
            name: "edit"
            title: number ? phone.tr("Edit note") : phone.tr("New note")
            Component.onCompleted: {
                const found = notes.find(number)
                if (found) { subject.text = found.title || ""; body.text = found.body || "" }
            }
            StackView.onActivated: if (!number) Qt.callLater(() => subject.input.forceActiveFocus())  // after the stack gave the focus to the page
            function save() {
                const before = notes.find(number)
                if (gone || (subject.text.trim() === "" && body.text.trim() === "")) return
                if (before && (before.title || "") === subject.text && (before.body || "") === body.text) return
                const values = { title: subject.text, body: body.text, modified: new Date(phone.timestamp()).toISOString().slice(0, 16).replace("T", " ") }
                if (before) store.update("notes", number, values)
                else number = store.insert("notes", values)
            }
            function back() { save(); return false }
            actions: [
                IconButton {
                    visible: view.number > 0
                    icon: "delete-outline"
                    label: phone.tr("Delete note")
                    onClicked: confirm.ask(view)
                },
                IconButton {
                    icon: "check"
                    label: phone.tr("Save")
                    onClicked: { view.save(); pages.leave() }
                }
            ]
            Scroller {
                anchors.fill: parent
                Field { id: subject; plain: true; sp: 24; label: phone.tr("Title"); treeId: "note_title"; onSubmitted: body.input.forceActiveFocus() }
                Field {
                    id: body
                    plain: true
                    multiline: true
                    sp: 16
                    label: phone.tr("Note")
                    treeId: "note_body"
                    height: Math.max(320, input.contentHeight + 28)
                }
            }
        }
    }

    Dialog {
        id: confirm
        property var target: null  // the editor page that asks
        function ask(page) { target = page; open() }
        title: phone.tr("Delete this note?")
        message: phone.tr("It cannot be brought back.")
        accept: phone.tr("Delete")
        onAccepted: { target.gone = true; store.remove("notes", target.number); pages.leave() }
    }
}
