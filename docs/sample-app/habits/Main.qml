import QtQuick
import "../../system"

// Habits: what one wants to do every day. A habit is a row of the provider "habits": name, days in a row, done (0 or 1).
Item {
    id: app
    readonly property string page: pages.name  // the page in front, as the activities of the manifest call it

    function open(name, values) {  // an intent: a page, and the extras that came along
        pages.reset()
        if (name === "new") pages.show(editor, { suggestion: values.title || "" })
    }
    function back() { return confirm.back() || pages.back() }  // true: something was closed, the app stays in front

    Rows { id: habits; provider: "habits" }  // live: every change of the store shows at once
    PageStack { id: pages; initialItem: list }

    Component {
        id: list
        AppPage {
            root: true
            title: phone.tr("Habits")
            Scroller {
                anchors.fill: parent
                Repeater {
                    model: habits.all
                    HabitRow {
                        required property var modelData
                        habit: modelData
                        onDeleting: confirm.ask(modelData)
                    }
                }
            }
            EmptyState {
                visible: habits.all.length === 0
                icon: "fire"
                text: phone.tr("No habits yet")
                action: phone.tr("Add habit")
                onActed: pages.show(editor)
            }
            Fab { treeLabel: phone.tr("Add habit"); onClicked: pages.show(editor) }
        }
    }
    Component {
        id: editor
        AppPage {
            property string suggestion
            name: "new"
            title: phone.tr("New habit")
            actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: app.add(what.text.trim()) }
            Field { id: what; x: 16; y: 8; width: parent.width - 32; label: phone.tr("What do you want to do?"); treeId: "habit"; text: suggestion }
        }
    }
    Dialog {
        id: confirm
        property var habit: null
        function ask(habit) { confirm.habit = habit; open() }
        title: phone.tr("Delete this habit?")
        message: habit ? habit.name : ""
        accept: phone.tr("Delete")
        onAccepted: store.remove("habits", habit._id)
    }

    function add(name) {
        if (name === "") { phone.showToast(phone.tr("Enter a name first")); return }
        store.insert("habits", { name: name, days: 0, done: 0 })
        pages.leave()
    }
}
