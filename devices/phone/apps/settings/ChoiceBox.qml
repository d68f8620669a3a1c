import QtQuick
import "../../system"

// One of several: ask(title, [{value, text}], value, then) calls then(value).
ChoiceDialog {
    id: box
    property var then: null
    function ask(title, options, value, then) {
        box.title = title; box.options = options; box.value = value; box.then = then
        open()
    }
    onChosen: (value) => then(value)
}
