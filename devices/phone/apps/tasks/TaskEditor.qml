import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// A new task: title, notes, list, date and star.
AppPage {
    id: view
    property var draft: ({})
    property var lists: []
    property int list: 0
    property real today: 0
    property real due: 0
    property bool starred: false
    signal saved(var values)
    name: "edit"
    title: phone.tr("New task")
    Component.onCompleted: { subject.text = draft.title || ""; notes.text = draft.notes || "" }
    StackView.onActivated: if (!subject.text) Qt.callLater(() => subject.input.forceActiveFocus())
    function save() {
        ime.hide()
        if (subject.text.trim() === "") { phone.showToast(phone.tr("Write the task first")); return }
        saved({ title: subject.text.trim(), notes: notes.text.trim(), due: due, starred: starred ? 1 : 0, list: list })
    }
    function back() { return dates.back() || choice.back() }
    actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }
    Scroller {
        anchors.fill: parent
        spacing: 12
        Field { id: subject; x: 16; width: view.width - 32; label: phone.tr("Title"); treeId: "title"; onSubmitted: notes.input.forceActiveFocus() }
        Field { id: notes; x: 16; width: view.width - 32; multiline: true; label: phone.tr("Description"); treeId: "notes" }
        ListRow {
            icon: "calendar"
            title: view.due ? phone.formatTime(view.due, "dayLong") : phone.tr("Add a date")
            treeText: title
            onClicked: { ime.hide(); dates.ask(view.due || view.today, (day) => view.due = day) }
            IconButton { visible: view.due > 0; icon: "close"; size: 20; label: phone.tr("Remove the date"); onClicked: view.due = 0 }
        }
        ListRow { icon: "format-list-bulleted"; title: (view.lists.find((entry) => entry._id === view.list) || { name: "" }).name; summary: phone.tr("List"); treeText: title; onClicked: { ime.hide(); choice.open() } }
        SwitchRow { icon: "star-outline"; title: phone.tr("Starred"); on: view.starred; onChanged: (on) => view.starred = on }
    }
    DateDialog { id: dates; parent: view }
    ChoiceDialog { id: choice; parent: view; title: phone.tr("List"); value: view.list; options: view.lists.map((entry) => ({ value: entry._id, text: entry.name })); onChosen: (value) => view.list = value }
}
