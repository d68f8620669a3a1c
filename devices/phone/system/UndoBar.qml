import QtQuick

// Says at the bottom what was done, and takes it back: offer(text, undo). It leaves after six seconds of the phone's time.
Rectangle {
    id: bar
    property string text
    property var undo: null
    property real until: 0
    property bool offered: false
    function offer(text, undo) { bar.text = text; bar.undo = undo; until = phone.timestamp() + 6000; offered = true }
    // Where the keyboard leaves no room, on a phone that lies on its side, it waits.
    visible: offered && parent.height >= height + anchors.bottomMargin
    z: 40
    x: 12
    width: parent.width - 24
    height: Math.max(52, Theme.size(52), words.height + 20)
    anchors.bottom: parent.bottom
    anchors.bottomMargin: parent.height < 360 ? 12 : 88
    radius: 8
    color: Theme.onSurface
    MouseArea { anchors.fill: parent }
    Label { id: words; x: 16; width: parent.width - button.width - 28; anchors.verticalCenter: parent.verticalCenter; wrapMode: Text.Wrap; maximumLineCount: 3; text: bar.text; sp: 14; color: Theme.surface }
    TextButton { id: button; anchors.right: parent.right; anchors.rightMargin: 4; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Undo"); ink: Theme.primaryContainer; onClicked: { bar.offered = false; bar.undo() } }
    Connections { target: phone; function onTicked() { if (phone.timestamp() >= bar.until) bar.offered = false } }
}
