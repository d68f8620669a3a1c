import QtQuick

// Asks for a name. attempt(name) does it and returns what is wrong with it, or "": then the dialog closes.
Dialog {
    id: dialog
    property var attempt: null
    property string trouble
    function ask(title, name, attempt) {
        dialog.title = title
        dialog.attempt = attempt
        trouble = ""
        open()
        field.text = name
        field.input.forceActiveFocus()
        const dot = name.lastIndexOf(".")
        if (dot > 0) field.input.select(0, dot)
        else field.input.selectAll()
    }
    function submit() {
        trouble = attempt(field.text.trim())
        visible = trouble !== ""
        if (visible) field.input.forceActiveFocus()
    }
    accept: phone.tr("Save")
    onAccepted: submit()
    Column {
        width: parent.width
        spacing: 8
        Field { id: field; label: dialog.title; treeId: "name"; onEdited: dialog.trouble = ""; onSubmitted: dialog.submit() }
        Label { visible: text !== ""; width: parent.width; sp: 13; wrapMode: Text.WordWrap; color: Theme.error; text: dialog.trouble }
    }
}
