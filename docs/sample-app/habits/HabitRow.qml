import QtQuick
import "../../system"

// One habit: tap it when it is done for today, tap again to take that back.
ListRow {
    id: row
    property var habit
    readonly property bool done: habit.done === 1
    signal deleting
    icon: done ? "check-circle" : "fire"
    iconColour: done ? Theme.success : Theme.outline
    title: habit.name
    summary: phone.tr("Days in a row: %1").arg(habit.days)
    treeText: habit.name
    treeCheckable: true
    treeChecked: done
    onClicked: store.update("habits", habit._id, { done: done ? 0 : 1, days: habit.days + (done ? -1 : 1) })
    IconButton { icon: "delete-outline"; label: phone.tr("Delete") + " " + row.habit.name; onClicked: row.deleting() }
}
