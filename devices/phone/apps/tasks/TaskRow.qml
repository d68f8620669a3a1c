import QtQuick
import "../../system"

// One task: a circle to tick, its title, when it is due, how far its steps are, and a star.
Pressable {
    id: row
    property var task: ({})
    property var steps: []
    property real today: 0
    readonly property bool done: Number(task.done) === 1
    readonly property real due: Number(task.due) || 0
    readonly property int ticked: steps.filter((step) => Number(step.done)).length
    readonly property var flags: ["", "#0277BD", "#C25B00", "#D50000"]
    signal checked
    signal starring
    width: parent ? parent.width : 0
    height: Math.max(facts.visible ? 68 : 56, Theme.size(facts.visible ? 68 : 56), words.height + 20)
    treeClass: "android.widget.LinearLayout"
    treeText: task.title || phone.tr("(No title)")
    Pressable {
        x: 8
        width: 48
        height: 48
        radius: 24
        anchors.verticalCenter: parent.verticalCenter
        treeClass: "android.widget.CheckBox"
        treeLabel: phone.tr("Complete") + " " + row.treeText
        treeCheckable: true
        treeChecked: row.done
        onClicked: row.checked()
        Icon { anchors.centerIn: parent; name: row.done ? "check-circle" : "checkbox-blank-circle-outline"; color: row.done ? Theme.primary : row.flags[Number(row.task.priority || 0)] || Theme.onSurfaceVariant }
    }
    Column {
        id: words
        x: 60
        width: row.width - x - 60
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Label { width: parent.width; text: row.treeText; sp: 16; wrapMode: Text.Wrap; maximumLineCount: 3; font.strikeout: row.done; color: row.done ? Theme.outline : Theme.onSurface }
        Row {
            id: facts
            visible: row.due > 0 || row.steps.length > 0 || !!row.task.notes
            width: parent.width
            spacing: 10
            Label { visible: row.due > 0; text: phone.formatTime(row.due, "day"); sp: 13; color: !row.done && row.due < row.today ? Theme.error : row.due === row.today ? Theme.primary : Theme.onSurfaceVariant }
            Label { visible: row.steps.length > 0; text: row.ticked + "/" + row.steps.length; sp: 13; color: Theme.onSurfaceVariant }
            Icon { visible: !!row.task.notes; name: "text"; size: 16; anchors.verticalCenter: parent.verticalCenter }
        }
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        icon: Number(row.task.starred) ? "star" : "star-outline"
        ink: Number(row.task.starred) ? Theme.dark ? "#FDD663" : "#B06000" : Theme.onSurfaceVariant
        label: (Number(row.task.starred) ? phone.tr("Remove star from") : phone.tr("Add star to")) + " " + row.treeText
        treeCheckable: true
        treeChecked: Number(row.task.starred) === 1
        onClicked: row.starring()
    }
}
