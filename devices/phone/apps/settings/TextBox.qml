import QtQuick
import "../../system"

// One line of text: ask(title, label, text, check, then) calls then(text) once the text passes its check.
Dialog {
    id: box
    property string label
    property string check  // "", "name" (not empty), "password" (8 characters or more)
    property string error
    property var then: null
    readonly property alias field: words
    function ask(title, label, text, check, then) {
        box.title = title; box.label = label; box.check = check || ""; box.error = ""; box.then = then
        words.text = text
        open()
        words.input.forceActiveFocus()
        words.input.cursorPosition = words.input.length
    }
    function wrong(text) {
        if (check === "name" && text.trim() === "") return phone.tr("Enter a name")
        if (check === "password" && text.length < 8) return phone.tr("At least 8 characters")
        return ""
    }
    accept: phone.tr("Save")
    onAccepted: {
        const said = wrong(words.text)
        if (said !== "") { visible = true; error = said; words.input.forceActiveFocus(); return }
        const text = check === "" ? words.text : words.text.trim()
        words.input.focus = false
        then(text)
    }
    onRejected: words.input.focus = false
    Column {
        width: parent.width
        spacing: 4
        Field { id: words; label: box.label; onEdited: box.error = ""; onSubmitted: { box.close(); box.accepted() } }
        Label { visible: text !== ""; text: box.error; sp: 13; color: Theme.error; width: parent.width; wrapMode: Text.WordWrap }
    }
}
