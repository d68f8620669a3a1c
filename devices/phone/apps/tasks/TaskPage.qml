import QtQuick
import "../../system"

// One task with its notes, its date, its priority and its steps. Every change is stored at once.
AppPage {
    id: view
    property var task: null
    property var steps: []
    property var list: null
    property real today: 0
    property bool ready: false  // the fields hold what is stored
    readonly property var priorities: [phone.tr("No priority"), phone.tr("Low"), phone.tr("Medium"), phone.tr("High")]
    readonly property real due: task ? Number(task.due) || 0 : 0
    signal checking(var task)
    signal removing(var task)
    signal adding(string title)
    signal moving
    signal shifting(int direction)
    name: "task"
    title: list ? list.name || "" : ""
    Component.onCompleted: {
        if (task) { subject.text = task.title || ""; notes.text = task.notes || "" }
        ready = true
    }
    function keep(values) { if (task) store.update("tasks", task._id, values) }
    function keepText() {
        if (!task || !ready) return
        if (subject.text.trim() && subject.text.trim() !== task.title) keep({ title: subject.text.trim() })
        if (notes.text !== (task.notes || "")) keep({ notes: notes.text })
    }
    function back() { return dates.back() || priority.back() }
    function addStep() {
        const title = step.text.trim()
        if (!title) { phone.showToast(phone.tr("Write the step first")); return }
        step.text = ""
        adding(title)
    }
    actions: [
        IconButton {
            visible: view.task !== null
            icon: view.task && Number(view.task.starred) ? "star" : "star-outline"
            ink: view.task && Number(view.task.starred) ? Theme.dark ? "#FDD663" : "#B06000" : Theme.onSurface
            label: view.task && Number(view.task.starred) ? phone.tr("Remove star") : phone.tr("Add star")
            treeCheckable: true
            treeChecked: !!view.task && Number(view.task.starred) === 1
            onClicked: view.keep({ starred: Number(view.task.starred) ? 0 : 1 })
        },
        IconButton { visible: view.task !== null; icon: "delete-outline"; label: phone.tr("Delete task"); onClicked: view.removing(view.task) },
        Menu {
            visible: view.task !== null
            entries: [
                { text: phone.tr("Move up"), icon: "arrow-up", enabled: !!view.task && !Number(view.task.parent), act: () => view.shifting(-1) },
                { text: phone.tr("Move down"), icon: "arrow-down", enabled: !!view.task && !Number(view.task.parent), act: () => view.shifting(1) },
                { text: phone.tr("Move to another list"), icon: "folder-move", act: () => view.moving() },
                { text: phone.tr("Share"), icon: "share-variant", act: () => phone.share({ subject: view.task.title, text: [view.task.title, view.task.notes].concat(view.steps.map((step) => "– " + step.title)).filter((line) => line).join("\n"), mime: "text/plain" }) }
            ]
        }
    ]
    EmptyState { visible: view.task === null; icon: "help-circle-outline"; text: phone.tr("This task is gone") }
    Scroller {
        visible: view.task !== null
        anchors.fill: parent
        spacing: 4
        Field { id: subject; x: 8; width: view.width - 16; plain: true; multiline: true; sp: 24; label: phone.tr("Title"); treeId: "title"; onEdited: view.keepText() }
        Item {
            width: view.width
            height: Math.max(56, notes.height)
            Icon { x: 24; y: 16; name: "text" }
            Field { id: notes; x: 56; width: parent.width - 72; plain: true; multiline: true; label: phone.tr("Add a description"); treeId: "notes"; onEdited: view.keepText() }
        }
        ListRow {
            icon: "calendar"
            title: view.due ? phone.formatTime(view.due, "dayLong") : phone.tr("Add a date")
            treeText: title
            onClicked: { ime.hide(); dates.ask(view.due || view.today, (day) => view.keep({ due: day })) }
            IconButton { visible: view.due > 0; icon: "close"; size: 20; label: phone.tr("Remove the date"); onClicked: view.keep({ due: 0 }) }
        }
        ListRow { icon: "flag-outline"; title: view.priorities[view.task ? Number(view.task.priority) : 0] || view.priorities[0]; summary: phone.tr("Priority"); treeText: title; onClicked: { ime.hide(); priority.open() } }
        SectionLabel { visible: !!view.task && !Number(view.task.parent); text: phone.tr("Steps") }
        Repeater {
            model: view.steps
            Item {
                id: line
                required property var modelData
                readonly property bool done: Number(modelData.done) === 1
                width: view.width
                height: Math.max(48, Theme.size(48))
                Pressable {
                    x: 8
                    width: parent.width - 64
                    height: parent.height
                    treeClass: "android.widget.CheckBox"
                    treeText: line.modelData.title || ""
                    treeCheckable: true
                    treeChecked: line.done
                    onClicked: view.checking(line.modelData)
                    Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: line.done ? "check-circle" : "checkbox-blank-circle-outline"; color: line.done ? Theme.primary : Theme.onSurfaceVariant }
                    Label { x: 64; width: parent.width - x; anchors.verticalCenter: parent.verticalCenter; text: parent.treeText; font.strikeout: line.done; color: line.done ? Theme.outline : Theme.onSurface }
                }
                IconButton { anchors.right: parent.right; anchors.rightMargin: 8; anchors.verticalCenter: parent.verticalCenter; icon: "close"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Delete") + " " + line.modelData.title; onClicked: view.removing(line.modelData) }
            }
        }
        Item {
            visible: !!view.task && !Number(view.task.parent)
            width: view.width
            height: 60
            Field { id: step; x: 64; width: parent.width - 128; anchors.verticalCenter: parent.verticalCenter; label: phone.tr("Add a step"); treeId: "step"; onSubmitted: view.addStep() }
            IconButton { anchors.right: parent.right; anchors.rightMargin: 8; anchors.verticalCenter: parent.verticalCenter; icon: "plus"; label: phone.tr("Add the step"); onClicked: view.addStep() }
        }
        Item {
            width: view.width
            height: 72
            TextButton { filled: true; anchors.right: parent.right; anchors.rightMargin: 16; anchors.verticalCenter: parent.verticalCenter; text: view.task && Number(view.task.done) ? phone.tr("Mark as not done") : phone.tr("Mark as done"); onClicked: { ime.hide(); view.checking(view.task) } }
        }
    }
    DateDialog { id: dates; parent: view }
    ChoiceDialog {
        id: priority
        parent: view
        title: phone.tr("Priority")
        value: view.task ? Number(view.task.priority || 0) : 0
        options: view.priorities.map((text, index) => ({ value: index, text: text }))
        onChosen: (value) => view.keep({ priority: value })
    }
}
