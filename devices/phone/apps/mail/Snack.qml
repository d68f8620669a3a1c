import QtQuick
import "../../system"

// What was just done, with a way back for some seconds of the phone's time: say("Deleted", () => …).
Rectangle {
    id: snack
    property string text
    property var undo: null
    property real until: 0
    function say(text, undo) {
        snack.text = text
        snack.undo = undo
        until = phone.timestamp() + 8000
        visible = true
    }
    visible: false
    x: 16
    z: 30
    width: parent.width - 32
    height: Math.max(52, Theme.size(52))
    radius: 10
    color: Theme.dark ? "#E3E2E6" : "#2F3033"
    Connections { target: phone; enabled: snack.visible; function onTicked() { if (phone.timestamp() > snack.until) snack.visible = false } }
    Label { x: 16; width: parent.width - back.width - 24; anchors.verticalCenter: parent.verticalCenter; text: snack.text; sp: 14; color: Theme.dark ? "#1A1B1F" : "#F2F0F4" }
    TextButton { id: back; anchors.right: parent.right; anchors.rightMargin: 4; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Undo"); ink: Theme.dark ? "#0B57D0" : "#A8C7FA"; onClicked: { snack.visible = false; snack.undo() } }
}
