import QtQuick
import "../../system"

// Notes that are out of the way: the archive, or the trash.
AppPage {
    id: view
    property var notes: []
    property string icon
    property string empty
    signal chosen(var note)
    signal restoring(var note)
    signal erasing(var note)
    function offer(note) { choice.note = note; choice.open() }
    function back() { return choice.back() }
    Scroller {
        anchors.fill: parent
        spacing: 12
        Repeater {
            model: view.notes
            NoteCard {
                required property var modelData
                x: 16
                width: view.width - 32
                note: modelData
                onClicked: view.chosen(modelData)
            }
        }
    }
    EmptyState { visible: view.notes.length === 0; icon: view.icon; text: view.empty }
    ChoiceDialog {
        id: choice
        parent: view
        property var note: null
        title: note ? note.title || note.body || "" : ""
        options: [{ value: "restore", text: phone.tr("Restore") }, { value: "erase", text: phone.tr("Delete forever") }]
        onChosen: (value) => value === "restore" ? view.restoring(note) : view.erasing(note)
    }
}
