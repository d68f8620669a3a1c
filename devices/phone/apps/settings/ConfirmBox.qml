import QtQuick
import "../../system"

// "Are you sure?": ask(title, message, accept, then) calls then() only when the person agrees.
Dialog {
    id: box
    property var then: null
    function ask(title, message, accept, then) {
        box.title = title; box.message = message; box.accept = accept; box.then = then
        open()
    }
    onAccepted: then()
}
