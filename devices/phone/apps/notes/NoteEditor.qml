import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// One note. Whatever is typed is stored at once; a note without a word is not kept.
AppPage {
    id: view
    property var note: null
    property var draft: ({})
    property bool checklist: false
    property bool gone: false
    property bool ready: false
    readonly property bool pinned: !!note && Number(note.pinned || 0) === 1
    readonly property bool archived: !!note && Number(note.archived || 0) === 1
    signal storing(var values)
    signal dropping
    signal leaving
    signal deleting
    signal filing(bool archived)
    signal copying
    name: "edit"
    title: note ? phone.tr("Edit note") : phone.tr("New note")
    color: colours.paper(note ? note.colour || "" : "") || Theme.surface
    NoteColours { id: colours }

    Component.onCompleted: {
        const from = note || draft
        subject.text = from.title || ""
        if (note) checklist = Number(note.checklist || 0) === 1
        if (checklist) items.read(from.body || "")
        else body.text = from.body || ""
        ready = true
        if (!note) save()
    }
    StackView.onActivated: if (!note) Qt.callLater(() => subject.input.forceActiveFocus())  // after the stack gave the focus to the page
    function words() { return checklist ? items.written() : body.text }
    function save() {
        if (!ready || gone) return
        const text = words(), empty = subject.text.trim() === "" && text.replace(/\[[ x]\]/g, "").trim() === ""
        if (empty && !note) return
        if (note && (note.title || "") === subject.text && (note.body || "") === text && Number(note.checklist || 0) === (checklist ? 1 : 0)) return
        storing({ title: subject.text, body: text, checklist: checklist ? 1 : 0, modified: new Date(phone.timestamp()).toISOString().slice(0, 16).replace("T", " ") })
    }
    function back() {
        if (choice.back()) return true
        save()
        const blank = subject.text === "" && words() === ""
        if (note && !gone && blank && ((note.title || "") !== "" || (note.body || "") !== "" || note.modified)) { gone = true; dropping() }
        return false
    }
    function tick(on) {
        const text = words()
        checklist = on
        if (on) items.read(text)
        else body.text = text.replace(/^\[[ x]\] ?/gm, "")
        save()
    }
    actions: [
        IconButton {
            visible: view.note !== null
            icon: "delete-outline"
            label: phone.tr("Delete note")
            onClicked: { ime.hide(); view.deleting() }
        },
        IconButton {
            icon: "check"
            label: phone.tr("Save")
            onClicked: { ime.hide(); view.back(); view.leaving() }
        },
        Menu {
            entries: [
                { text: view.pinned ? phone.tr("Unpin") : phone.tr("Pin"), icon: "pin-outline", enabled: !!view.note && !view.archived, act: () => store.update("notes", view.note._id, { pinned: view.pinned ? 0 : 1 }) },
                { text: phone.tr("Colour"), icon: "palette-outline", enabled: !!view.note, act: () => { ime.hide(); choice.open() } },
                { text: view.checklist ? phone.tr("Hide checkboxes") : phone.tr("Show checkboxes"), icon: "format-list-checks", act: () => view.tick(!view.checklist) },
                { text: view.archived ? phone.tr("Unarchive") : phone.tr("Archive"), icon: "archive-outline", enabled: !!view.note, act: () => view.filing(!view.archived) },
                { text: phone.tr("Make a copy"), icon: "content-copy", enabled: !!view.note, act: () => view.copying() },
                { text: phone.tr("Share"), icon: "share-variant", enabled: !!view.note, act: () => phone.share({ subject: view.note.title || "", text: view.words(), mime: "text/plain" }) }
            ]
        }
    ]
    Scroller {
        anchors.fill: parent
        Field { id: subject; plain: true; sp: 24; label: phone.tr("Title"); treeId: "note_title"; onEdited: view.save(); onSubmitted: view.checklist ? items.focusFirst() : body.input.forceActiveFocus() }
        Field {
            id: body
            visible: !view.checklist
            plain: true
            multiline: true
            sp: 16
            label: phone.tr("Note")
            treeId: "note_body"
            height: Math.max(320, input.contentHeight + 28)
            onEdited: view.save()
        }
        CheckItems { id: items; visible: view.checklist; width: view.width; onChanged: view.save() }
    }
    ChoiceDialog { id: choice; parent: view; title: phone.tr("Colour"); options: colours.all; value: view.note ? view.note.colour || "" : ""; onChosen: (value) => store.update("notes", view.note._id, { colour: value }) }
}
