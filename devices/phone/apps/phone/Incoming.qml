import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Somebody calls: answer, decline, or decline with a message.
AppPage {
    id: view
    property var call: null  // a row of "live_calls" that rings
    readonly property bool wide: width > height
    signal answered
    signal declined
    signal replied
    name: "incoming"
    title: ""
    EmptyState { visible: !view.call; icon: "phone-off"; text: phone.tr("Nobody is calling") }
    Column {
        visible: !!view.call
        width: view.wide ? parent.width / 2 : parent.width
        y: view.wide ? 16 : view.height < 640 ? 0 : 32
        spacing: 8
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: phone.tr("Incoming call"); sp: 16; color: Theme.onSurfaceVariant }
        Avatar { size: view.wide ? 84 : Math.min(132, view.height * 0.18); anchors.horizontalCenter: parent.horizontalCenter; name: view.call ? view.call.name : "" }
        Label { x: 24; width: parent.width - 48; horizontalAlignment: Text.AlignHCenter; text: view.call ? view.call.name || Numbers.pretty(view.call.number) : ""; sp: view.height < 640 ? 22 : 30 }
        Label { visible: !!view.call && view.call.name !== ""; x: 24; width: parent.width - 48; horizontalAlignment: Text.AlignHCenter; text: view.call ? Numbers.pretty(view.call.number) : ""; sp: 16; color: Theme.onSurfaceVariant }
    }
    Column {
        visible: !!view.call
        width: view.wide ? parent.width / 2 : parent.width
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: view.height < 640 ? 12 : 40
        spacing: view.height < 640 ? 8 : 28
        TextButton { anchors.horizontalCenter: parent.horizontalCenter; text: phone.tr("Reply with a message"); onClicked: view.replied() }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Math.min(96, view.width / 6)
            Choice { icon: "phone-hangup"; face: "#D93025"; text: phone.tr("Decline"); onClicked: view.declined() }
            Choice { icon: "phone"; face: "#1E8E3E"; text: phone.tr("Answer"); onClicked: view.answered() }
        }
    }
    component Choice: Pressable {
        id: choice
        property string icon
        property string text
        property color face
        width: 96
        height: 108
        treeText: text
        Rectangle { width: 72; height: 72; radius: 36; anchors.horizontalCenter: parent.horizontalCenter; color: choice.face; Icon { anchors.centerIn: parent; name: choice.icon; color: "#FFFFFF"; size: 32 } }
        Label { property bool treeHidden: true; y: 80; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: choice.text; font.pixelSize: Math.min(18, Theme.size(14)) }
    }
}
