import QtQuick
import "../../system"

// Asks for a password: ask(title, accept, attempt) calls attempt(password), which returns what is wrong with it, or nothing.
Dialog {
    id: box
    property string error
    property var attempt: null
    function ask(title, accept, attempt) {
        box.title = title; box.accept = accept; box.attempt = attempt; error = ""
        words.text = ""
        words.shown = false
        open()
        words.input.forceActiveFocus()
    }
    onAccepted: {
        const wrong = attempt(words.text)
        if (wrong) { visible = true; error = phone.tr(wrong); words.input.forceActiveFocus(); return }
        words.input.focus = false
    }
    onRejected: words.input.focus = false
    Column {
        width: parent.width
        spacing: 4
        SecretField { id: words; label: phone.tr("Password"); treeId: "password"; onEdited: box.error = ""; onSubmitted: { box.close(); box.accepted() } }
        Label { visible: text !== ""; width: parent.width; text: box.error; sp: 13; color: Theme.error; wrapMode: Text.WordWrap }
    }
}
