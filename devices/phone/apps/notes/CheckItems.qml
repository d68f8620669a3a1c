import QtQuick
import "../../system"

// The lines of a checklist: tick, change, remove, add.
Column {
    id: list
    property var lines: []  // [{on, text}]
    signal changed
    function read(text) { lines = String(text).split("\n").filter((line) => line.trim()).map((line) => ({ on: line.startsWith("[x]"), text: line.replace(/^\[[ x]\] ?/, "") })) }
    function written() { return lines.map((line) => (line.on ? "[x] " : "[ ] ") + line.text).join("\n") }
    function focusFirst() { adder.input.forceActiveFocus() }
    function add() {
        const text = adder.text.trim()
        if (!text) return
        adder.text = ""
        lines = lines.concat([{ on: false, text: text }])
        changed()
    }
    // In functions of the list: a change makes the rows anew, and what runs in a row's own handler ends with that row.
    function toggle(index) { lines = lines.map((entry, place) => place === index ? { on: !entry.on, text: entry.text } : entry); changed() }
    function removeAt(index) { lines = lines.filter((entry, place) => place !== index); changed() }
    function rewrite(index, text) { if (lines[index] && lines[index].text !== text) { lines[index].text = text; changed() } }
    Repeater {
        model: list.lines
        Item {
            id: line
            required property var modelData
            required property int index
            width: list.width
            height: 52
            Pressable {
                x: 4
                width: 48
                height: 48
                radius: 24
                anchors.verticalCenter: parent.verticalCenter
                treeClass: "android.widget.CheckBox"
                treeLabel: line.modelData.text
                treeCheckable: true
                treeChecked: line.modelData.on
                onClicked: list.toggle(line.index)
                CheckBox { anchors.centerIn: parent; on: line.modelData.on }
            }
            Field {
                x: 52
                width: parent.width - 108
                height: 52
                plain: true
                label: phone.tr("Item")
                text: line.modelData.text
                onEdited: (text) => list.rewrite(line.index, text)
                onSubmitted: adder.input.forceActiveFocus()
            }
            IconButton {
                anchors.right: parent.right
                anchors.rightMargin: 4
                anchors.verticalCenter: parent.verticalCenter
                icon: "close"
                size: 20
                ink: Theme.onSurfaceVariant
                label: phone.tr("Remove") + " " + line.modelData.text
                onClicked: list.removeAt(line.index)
            }
        }
    }
    Item {
        width: list.width
        height: 56
        Icon { x: 16; name: "plus"; anchors.verticalCenter: parent.verticalCenter }
        Field { id: adder; x: 52; width: parent.width - 108; plain: true; label: phone.tr("Add an item"); treeId: "item"; onSubmitted: list.add() }
        IconButton { visible: adder.text !== ""; anchors.right: parent.right; anchors.rightMargin: 4; anchors.verticalCenter: parent.verticalCenter; icon: "check"; label: phone.tr("Add the item"); onClicked: list.add() }
    }
}
