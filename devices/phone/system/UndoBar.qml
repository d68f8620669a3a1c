import QtQuick

// Says at the bottom what was done, and takes it back: offer(text, undo). It leaves after six seconds of the phone's time.
Rectangle {
    id: bar
    property string text
    property var undo: null
    property real until: 0
    function offer(text, undo) { bar.text = text; bar.undo = undo; until = phone.timestamp() + 6000; visible = true }
    visible: false
    z: 40
    x: 12
    width: parent.width - 24
    height: Math.max(52, Theme.size(52), words.height + 20)
    anchors.bottom: parent.bottom
    anchors.bottomMargin: 88
    radius: 8
    color: Theme.onSurface
    MouseArea { anchors.fill: parent }
    Label { id: words; x: 16; width: parent.width - button.width - 28; anchors.verticalCenter: parent.verticalCenter; wrapMode: Text.Wrap; maximumLineCount: 3; text: bar.text; sp: 14; color: Theme.surface }
    TextButton { id: button; anchors.right: parent.right; anchors.rightMargin: 4; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Undo"); ink: Theme.primaryContainer; onClicked: { bar.visible = false; bar.undo() } }
    Connections { target: phone; function onTicked() { if (phone.timestamp() >= bar.until) bar.visible = false } }
}
