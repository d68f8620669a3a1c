import QtQuick
import "../../system"

// The fields of a form and its button. Values by name: text, the value of a choice, or whether a box is ticked.
Column {
    id: form
    property var block: ({ fields: [] })
    property string colour
    property var wrong: []
    property var values: ({})
    signal sent(var values)
    signal choosing(var field, string value, var then)
    topPadding: 8
    bottomPadding: 12
    spacing: 12
    Component.onCompleted: {
        const first = {}
        for (const field of block.fields) first[field.name] = field.kind === "check" ? false : field.value || ""
        values = first
    }
    function put(name, value) { values = Object.assign({}, values, { [name]: value }) }
    function textOf(field) {
        const found = field.options.find((option) => option.value === values[field.name])
        return found ? found.text : ""
    }
    Repeater {
        model: form.block.fields
        Column {
            id: line
            required property var modelData
            readonly property bool bad: form.wrong.includes(modelData.name)
            x: 20
            width: form.width - 40
            spacing: 4
            Field {
                visible: line.modelData.kind === "text"
                label: line.modelData.label + (line.modelData.required ? " *" : "")
                treeLabel: line.modelData.label
                treeId: line.modelData.name
                multiline: !!line.modelData.many
                border.color: line.bad ? Theme.error : input.activeFocus ? Theme.primary : Theme.outline
                onEdited: (text) => form.put(line.modelData.name, text)
                onSubmitted: ime.hide()
            }
            Pressable {
                visible: line.modelData.kind === "select"
                width: parent.width
                height: Math.max(60, Theme.size(60))
                radius: 8
                treeClass: "android.widget.Spinner"
                treeText: line.modelData.kind === "select" ? form.textOf(line.modelData) : ""
                treeLabel: line.modelData.label
                treeId: line.modelData.name
                onClicked: form.choosing(line.modelData, form.values[line.modelData.name], (value) => form.put(line.modelData.name, value))
                Rectangle { anchors.fill: parent; radius: 8; color: "transparent"; border.width: 1; border.color: Theme.outline; z: -1 }
                Label { property bool treeHidden: true; x: 16; y: 6; width: parent.width - 60; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9; text: line.modelData.label; sp: 12; color: Theme.onSurfaceVariant }
                Label { property bool treeHidden: true; x: 16; width: parent.width - 60; anchors.bottom: parent.bottom; anchors.bottomMargin: 8; text: parent.treeText }
                Icon { anchors.right: parent.right; anchors.rightMargin: 14; anchors.verticalCenter: parent.verticalCenter; name: "menu-down" }
            }
            Pressable {
                visible: line.modelData.kind === "check"
                width: parent.width
                height: Math.max(48, Theme.size(48), asked.height + 12)
                treeClass: "android.widget.CheckBox"
                treeText: line.modelData.label
                treeId: line.modelData.name
                treeCheckable: true
                treeChecked: form.values[line.modelData.name] === true
                onClicked: form.put(line.modelData.name, !treeChecked)
                CheckBox { x: 4; anchors.verticalCenter: parent.verticalCenter; on: parent.treeChecked }
                Label { id: asked; property bool treeHidden: true; x: 44; width: parent.width - 44; wrapMode: Text.Wrap; anchors.verticalCenter: parent.verticalCenter; text: line.modelData.label + (line.modelData.required ? " *" : "") }
            }
            Label { visible: line.bad; x: 16; width: parent.width - 32; text: phone.tr("Please fill this in."); sp: 13; wrapMode: Text.Wrap; color: Theme.error }
        }
    }
    TextButton { x: 20; filled: true; text: form.block.submit; onClicked: { ime.hide(); form.sent(form.values) } }
}
