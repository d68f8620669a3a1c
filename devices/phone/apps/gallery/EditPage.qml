import QtQuick
import "../../system"

// Turn a picture, cut it to a square, make it lighter or darker; "Save copy" leaves the picture itself as it is.
AppPage {
    id: view
    property var desk
    property string path
    property bool there: true
    property int turns: 0
    property bool square: false
    property int brightness: 100
    readonly property bool changed: turns !== 0 || square || brightness !== 100
    signal saving
    name: "edit"
    title: phone.tr("Edit")
    function undo() { turns = 0; square = false; brightness = 100 }
    function back() {
        if (!changed) return false
        desk.askDiscard()
        return true
    }
    actions: [
        IconButton { visible: view.changed; icon: "undo-variant"; label: phone.tr("Undo all"); onClicked: view.undo() },
        TextButton { filled: true; visible: view.there; enabled: view.changed; opacity: enabled ? 1 : 0.5; text: phone.tr("Save copy"); onClicked: view.saving() }
    ]
    Photo {
        visible: view.there
        x: 16
        width: parent.width - 32
        height: tools.y - 16
        whole: true
        treeLabel: phone.tr("Preview")
        path: view.path ? "edited:" + view.turns + "," + (view.square ? 1 : 0) + "," + view.brightness + ":" + view.path : ""
    }
    Column {
        id: tools
        visible: view.there
        y: parent.height - height - 16
        width: parent.width
        spacing: 8
        Item {
            width: parent.width
            height: 44
            Icon { x: 20; name: "brightness-5"; anchors.verticalCenter: parent.verticalCenter }
            Slide { x: 60; width: parent.width - 76 - Theme.size(52); anchors.verticalCenter: parent.verticalCenter; from: 40; to: 160; step: 10; value: view.brightness; treeLabel: phone.tr("Brightness"); treeId: "brightness"; onMoved: (value) => view.brightness = value }
            Label { x: parent.width - 12 - Theme.size(52); width: Theme.size(52); end: true; anchors.verticalCenter: parent.verticalCenter; sp: 13; text: view.brightness + " %" }
        }
        Flow {
            x: 16
            width: parent.width - 32
            spacing: 8
            Chip { icon: "rotate-left"; text: phone.tr("Rotate left"); treeCheckable: false; onClicked: view.turns = (view.turns + 3) % 4 }
            Chip { icon: "rotate-right"; text: phone.tr("Rotate right"); treeCheckable: false; onClicked: view.turns = (view.turns + 1) % 4 }
            Chip { icon: "crop"; text: phone.tr("Square"); chosen: view.square; onClicked: view.square = !view.square }
        }
    }
    EmptyState { visible: !view.there; icon: "image-outline"; text: phone.tr("This photo is no longer there"); detail: view.path }
}
