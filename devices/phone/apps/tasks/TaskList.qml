import QtQuick
import "../../system"

// The tasks of one list, or the starred ones; what is done lies folded at the end.
AppPage {
    id: view
    property int list: 0
    property real today: 0
    property var tasks: []
    property var lists: []
    property bool unfolded: false
    property string sorting: Stored.setting("secure/tasks_sorting", "own")
    readonly property var mine: tasks.filter((task) => !Number(task.parent) && (list ? Number(task.list) === list : Number(task.starred)))
    readonly property var open: mine.filter((task) => !Number(task.done)).sort(order)
    readonly property var done: mine.filter((task) => Number(task.done)).sort((one, other) => Number(other.done_at) - Number(one.done_at) || other._id - one._id)
    signal listChosen(int number)
    signal opening(int number)
    signal checking(var task)
    signal creating
    signal managing
    signal clearing
    root: true
    name: ""
    title: phone.tr("Tasks")

    function order(one, other) {
        const own = Number(one.position || 0) - Number(other.position || 0) || one._id - other._id
        if (sorting === "due") return (Number(one.due) || 9e15) - (Number(other.due) || 9e15) || own
        if (sorting === "priority") return Number(other.priority || 0) - Number(one.priority || 0) || own
        return own
    }
    function stepsOf(task) { return tasks.filter((step) => Number(step.parent) === task._id) }
    function back() { return sorter.back() }
    actions: Menu {
        entries: [
            { text: phone.tr("Sort by"), icon: "sort", act: () => sorter.open() },
            { text: phone.tr("Manage lists"), icon: "format-list-bulleted", act: () => view.managing() },
            { text: phone.tr("Delete completed tasks"), icon: "delete-sweep", enabled: view.done.length > 0, act: () => view.clearing() }
        ]
    }
    Flickable {
        id: strip
        width: parent.width
        height: Math.max(52, Theme.size(48))
        contentWidth: chips.width + 32
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        flickableDirection: Flickable.HorizontalFlick
        Row {
            id: chips
            x: 16
            spacing: 8
            anchors.verticalCenter: parent.verticalCenter
            Chip { icon: "star"; text: phone.tr("Starred"); chosen: view.list === 0; onClicked: view.listChosen(0) }
            Repeater {
                model: view.lists
                Chip { required property var modelData; text: modelData.name || ""; chosen: view.list === modelData._id; onClicked: view.listChosen(modelData._id) }
            }
        }
    }
    Scroller {
        y: strip.height
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.open
            TaskRow { required property var modelData; task: modelData; steps: view.stepsOf(modelData); today: view.today; onClicked: view.opening(modelData._id); onChecked: view.checking(modelData); onStarring: store.update("tasks", modelData._id, { starred: Number(modelData.starred) ? 0 : 1 }) }
        }
        ListRow {
            visible: view.done.length > 0
            title: phone.tr("Completed: %1").arg(view.done.length)
            treeText: title
            treeCheckable: true
            treeChecked: view.unfolded
            onClicked: view.unfolded = !view.unfolded
            Icon { name: view.unfolded ? "chevron-up" : "chevron-down" }
        }
        Repeater {
            model: view.unfolded ? view.done : []
            TaskRow { required property var modelData; task: modelData; steps: view.stepsOf(modelData); today: view.today; onClicked: view.opening(modelData._id); onChecked: view.checking(modelData); onStarring: store.update("tasks", modelData._id, { starred: Number(modelData.starred) ? 0 : 1 }) }
        }
        Item { width: 1; height: 88 }
    }
    EmptyState {
        visible: view.mine.length === 0
        icon: view.list ? "checkbox-marked-circle-outline" : "star-outline"
        text: view.list ? phone.tr("No tasks yet") : phone.tr("No starred tasks")
        detail: view.list ? phone.tr("Tap + to write down what is to be done.") : phone.tr("Star a task to find it here.")
    }
    EmptyState { visible: view.mine.length > 0 && view.open.length === 0 && !view.unfolded; icon: "check-all"; text: phone.tr("All done"); detail: phone.tr("Nothing is left on this list.") }
    Fab { treeLabel: phone.tr("New task"); onClicked: view.creating() }
    ChoiceDialog {
        id: sorter
        parent: view
        title: phone.tr("Sort by")
        value: view.sorting
        options: [{ value: "own", text: phone.tr("My order") }, { value: "due", text: phone.tr("Due date") }, { value: "priority", text: phone.tr("Priority") }]
        onChosen: (value) => store.put("secure", "tasks_sorting", value)
    }
}
