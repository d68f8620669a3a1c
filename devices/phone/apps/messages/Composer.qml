import QtQuick
import "../../system"

// Where a message is written: a picture to go with it, the text, the button that sends both.
Rectangle {
    id: composer
    property alias text: field.text
    property alias input: field.input
    property string picture
    signal sending(string text, string picture)
    signal attaching
    signal dropping
    width: parent ? parent.width : 0
    height: (picture ? 84 : 0) + box.height + 16
    color: Theme.surface
    Item {
        visible: composer.picture !== ""
        x: 64; y: 8
        width: 72; height: 72
        Photo { anchors.fill: parent; path: composer.picture; treeLabel: phone.tr("Picture") }
        IconButton { x: 52; y: -16; icon: "close-circle"; label: phone.tr("Remove picture"); onClicked: composer.dropping() }
    }
    IconButton { x: 4; anchors.bottom: parent.bottom; anchors.bottomMargin: 12; icon: "image-plus"; label: phone.tr("Attach a picture"); onClicked: composer.attaching() }
    Rectangle {
        id: box
        x: 56
        width: parent.width - 116
        height: Math.min(field.height, 140)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 8
        radius: 26
        color: Theme.surfaceHigh
        Flickable {
            anchors.fill: parent
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            contentHeight: field.height
            onContentHeightChanged: contentY = Math.max(0, contentHeight - height)
            Field { id: field; plain: true; multiline: true; label: phone.tr("Text message"); treeId: "compose_message_text" }
        }
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 6
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        icon: "send"
        label: phone.tr("Send")
        treeId: "send_message_button"
        enabled: field.text.trim() !== "" || composer.picture !== ""
        ink: enabled ? Theme.primary : Theme.outline
        onClicked: composer.sending(field.text.trim(), composer.picture)
    }
}
