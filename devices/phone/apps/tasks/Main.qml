import QtQuick
import "../../system"

// Tasks. Rows of "tasks": title, notes, due (ms of a day's midnight, 0 none), priority (0 none to 3 high), starred, done,
// done_at (ms), list (id), parent (id of the task that it is a step of, 0 none), position. Rows of "task_lists": name.
Item {
    id: app
    readonly property string page: pages.name
    property int list: 0  // which list is shown; 0: the starred ones of all
    property real today: 0

    function look() { const now = Math.floor(phone.timestamp() / 86400000) * 86400000; if (now !== today) today = now }
    Component.onCompleted: { look(); list = listRows.all.length ? listRows.all[0]._id : 0 }
    Connections { target: phone; function onTicked() { app.look() } }

    function open(name, values) {
        if (name === undefined || name === null) return  // from the launcher: where it was
        const given = values || {}
        confirm.close(); mover.close(); clear.close(); undo.offered = false
        pages.reset()
        look()
        if (name === "task") pages.show(card, { number: Number(given.id || 0) })
        else if (name === "edit") pages.show(editor, { draft: { title: String(given.subject || given.title || given.text || ""), notes: given.subject || given.title ? String(given.text || given.notes || "") : "" } })
        else if (name === "lists") pages.show(listsPage)
        else if (given.list) list = Number(given.list)
    }
    function back() {
        if (confirm.back() || mover.back() || clear.back()) return true
        return pages.back()
    }
    function row(task) { const copy = Object.assign({}, task); delete copy._id; return copy }
    function last(listId) { return taskRows.all.filter((task) => Number(task.list) === listId).reduce((most, task) => Math.max(most, Number(task.position || 0)), 0) }
    function add(values) {
        return store.insert("tasks", Object.assign({ title: "", notes: "", due: 0, priority: 0, starred: 0, done: 0, done_at: 0, list: list || listRows.all[0]._id, parent: 0, position: last(list) + 1 }, values))
    }
    function check(task) {
        const done = Number(task.done) ? 0 : 1
        store.update("tasks", task._id, { done: done, done_at: done ? Math.floor(phone.timestamp()) : 0 })
        if (!done) return
        store.together(() => taskRows.all.filter((step) => Number(step.parent) === task._id && !Number(step.done)).forEach((step) => store.update("tasks", step._id, { done: 1, done_at: Math.floor(phone.timestamp()) })))
        undo.offer(phone.tr("Task completed"), () => store.update("tasks", task._id, { done: 0, done_at: 0 }))
    }
    function remove(task) {
        const gone = [task].concat(taskRows.all.filter((step) => Number(step.parent) === task._id))
        store.together(() => gone.forEach((row) => store.remove("tasks", row._id)))
        undo.offer(phone.tr("Task deleted"), () => store.together(() => gone.forEach((row) => store.insert("tasks", row))))
    }
    // Changes places with the next open task of its list in a direction.
    function shift(task, direction) {
        const beside = taskRows.all.filter((other) => Number(other.list) === Number(task.list) && !Number(other.parent) && !Number(other.done)).sort(order)
        const at = beside.findIndex((other) => other._id === task._id), to = at + direction
        if (at < 0 || to < 0 || to >= beside.length) return
        const moved = beside.splice(at, 1)[0]
        beside.splice(to, 0, moved)
        store.together(() => beside.forEach((other, index) => { if (Number(other.position) !== index + 1) store.update("tasks", other._id, { position: index + 1 }) }))
    }
    function move(task, target) {
        store.together(() => taskRows.all.filter((other) => other._id === task._id || Number(other.parent) === task._id).forEach((other) => store.update("tasks", other._id, { list: target })))
        store.update("tasks", task._id, { position: last(target) + 1 })
        phone.showToast(phone.tr("Moved to %1").arg(listRows.find(target).name))
    }
    function order(one, other) { return Number(one.position || 0) - Number(other.position || 0) || one._id - other._id }

    Rows { id: taskRows; provider: "tasks" }
    Rows { id: listRows; provider: "task_lists" }
    PageStack { id: pages; initialItem: home }

    Component {
        id: home
        TaskList {
            list: app.list
            today: app.today
            tasks: taskRows.all
            lists: listRows.all
            onListChosen: (number) => app.list = number
            onOpening: (number) => pages.show(card, { number: number })
            onChecking: (task) => app.check(task)
            onCreating: pages.show(editor)
            onManaging: pages.show(listsPage)
            onClearing: clear.open()
        }
    }
    Component {
        id: card
        TaskPage {
            property int number: 0
            task: taskRows.find(number)
            today: app.today
            steps: taskRows.all.filter((step) => Number(step.parent) === number).sort(app.order)
            list: task ? listRows.find(Number(task.list)) : null
            onChecking: (task) => { const leaves = task._id === number && !Number(task.done); app.check(task); if (leaves) pages.leave() }
            onRemoving: (task) => { if (task._id === number) pages.leave(); app.remove(task) }
            onAdding: (title) => app.add({ title: title, list: Number(task.list), parent: number, position: app.last(Number(task.list)) + 1 })
            onMoving: mover.ask(task)
            onShifting: (direction) => app.shift(task, direction)
        }
    }
    Component { id: editor; TaskEditor { today: app.today; lists: listRows.all; list: app.list || (listRows.all.length ? listRows.all[0]._id : 0); onSaved: (values) => { app.add(Object.assign(values, { position: app.last(values.list) + 1 })); app.list = values.list; pages.leave() } } }
    Component { id: listsPage; ListsPage { onChosen: (number) => { app.list = number; pages.leave() } onDeleting: (list) => confirm.ask(list) } }

    ChoiceDialog {
        id: mover
        property var task: null
        function ask(task) { mover.task = task; value = Number(task.list); open() }
        title: phone.tr("Move to")
        options: listRows.all.map((list) => ({ value: list._id, text: list.name }))
        onChosen: (value) => { if (value !== Number(task.list)) app.move(task, value) }
    }
    Dialog {
        id: clear
        readonly property var done: taskRows.all.filter((task) => Number(task.done) && (app.list ? Number(task.list) === app.list : Number(task.starred)))
        title: phone.tr("Delete completed tasks?")
        message: phone.tr("Completed: %1. They cannot be brought back.").arg(done.length)
        accept: phone.tr("Delete")
        onAccepted: store.together(() => done.forEach((task) => store.remove("tasks", task._id)))
    }
    Dialog {
        id: confirm
        property var list: null
        readonly property var inside: list ? taskRows.all.filter((task) => Number(task.list) === list._id) : []
        function ask(list) { confirm.list = list; open() }
        title: phone.tr("Delete this list?")
        message: list ? list.name + "\n" + phone.tr("Tasks in it: %1").arg(inside.length) : ""
        accept: phone.tr("Delete")
        onAccepted: {
            store.together(() => inside.forEach((task) => store.remove("tasks", task._id)))
            store.remove("task_lists", list._id)
            if (app.list === list._id) app.list = listRows.all.length ? listRows.all[0]._id : 0
        }
    }
    UndoBar { id: undo }
}
