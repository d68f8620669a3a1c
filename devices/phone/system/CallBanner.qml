import QtQuick

// Somebody calls: answer it or not, or touch the card to have the whole screen for it.
Item {
    id: banner
    property var call: null  // a row of "live_calls" that rings
    height: card.height + 44
    Rectangle {
        id: card
        property string treeClass: "android.widget.FrameLayout"
        property string treeId: "incoming_call"
        property bool treeClickable: true
        y: 36
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 24, 480)
        height: body.height + 32
        radius: 24
        color: Theme.surfaceContainer
        border.width: 1
        border.color: Theme.outlineVariant
        MouseArea { anchors.fill: parent; preventStealing: true; onClicked: surfaces.showCall() }
        Column {
            id: body
            x: 16
            y: 16
            width: parent.width - 32
            spacing: 12
            Row {
                width: parent.width
                spacing: 12
                Avatar { name: banner.call ? banner.call.name : ""; size: 44 }
                Column {
                    width: parent.width - 56
                    Label { width: parent.width; text: phone.tr("Incoming call"); sp: 13; color: Theme.onSurfaceVariant }
                    Label { width: parent.width; text: banner.call ? banner.call.name || banner.call.number : ""; sp: 18; font.weight: Font.Medium }
                }
            }
            Row {
                width: parent.width
                spacing: 12
                component Choice: Pressable {
                    id: choice
                    property string text
                    property string icon
                    property color face
                    width: (body.width - 12) / 2
                    height: 48
                    radius: 24
                    tint: "#FFFFFF"
                    treeText: text
                    Rectangle { z: -1; anchors.fill: parent; radius: 24; color: choice.face }
                    Row {
                        anchors.centerIn: parent
                        spacing: 8
                        Icon { name: choice.icon; size: 20; color: "#FFFFFF"; anchors.verticalCenter: parent.verticalCenter }
                        Label { text: choice.text; sp: 15; font.weight: Font.Medium; color: "#FFFFFF" }
                    }
                }
                Choice { text: phone.tr("Decline"); icon: "phone-hangup"; face: "#B3261E"; onClicked: surfaces.takeCall(false) }
                Choice { text: phone.tr("Answer"); icon: "phone"; face: "#146C2E"; onClicked: surfaces.takeCall(true) }
            }
        }
    }
}
