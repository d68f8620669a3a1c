import QtQuick
import "../../system"

// The lists: a new one, another name, away with one.
AppPage {
    id: view
    signal chosen(int number)
    signal deleting(var list)
    name: "lists"
    title: phone.tr("Lists")
    function back() { return maker.back() }
    Rows { id: lists; provider: "task_lists" }
    Rows { id: tasks; provider: "tasks" }
    Scroller {
        anchors.fill: parent
        Repeater {
            model: lists.all
            ListRow {
                id: row
                required property var modelData
                icon: "format-list-bulleted"
                title: modelData.name || ""
                summary: phone.tr("Open tasks: %1").arg(tasks.all.filter((task) => Number(task.list) === modelData._id && !Number(task.done) && !Number(task.parent)).length)
                treeText: title
                onClicked: view.chosen(modelData._id)
                Row {
                    IconButton { icon: "pencil-outline"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Rename") + " " + row.title; onClicked: maker.ask(row.modelData) }
                    IconButton { visible: lists.all.length > 1; icon: "delete-outline"; size: 20; ink: Theme.onSurfaceVariant; label: phone.tr("Delete") + " " + row.title; onClicked: view.deleting(row.modelData) }
                }
            }
        }
        Item { width: 1; height: 72 }
    }
    Fab { treeLabel: phone.tr("New list"); onClicked: maker.ask(null) }
    Dialog {
        id: maker
        parent: view
        property var list: null
        function ask(list) { maker.list = list; field.text = list ? list.name : ""; open(); field.input.forceActiveFocus() }
        title: list ? phone.tr("Rename list") : phone.tr("New list")
        accept: phone.tr("Save")
        onAccepted: {
            field.input.focus = false
            const name = field.text.trim()
            if (!name) { phone.showToast(phone.tr("Give the list a name")); return }
            if (list) store.update("task_lists", list._id, { name: name })
            else store.insert("task_lists", { name: name })
        }
        onRejected: field.input.focus = false
        Field { id: field; label: phone.tr("List name"); treeId: "list_name"; onSubmitted: { maker.close(); maker.accepted() } }
    }
}
