import QtQuick

// The apps that run, newest first, as cards: tap to switch, swipe up or tap the cross to close.
Rectangle {
    id: recents
    property var running: []
    property int inset: 48
    color: Theme.surfaceHigh
    MouseArea { anchors.fill: parent; onClicked: phone.pressHome() }
    Label {
        visible: recents.running.length === 0
        anchors.centerIn: parent
        text: phone.tr("No recent items")
        color: Theme.onSurfaceVariant
    }
    ListView {
        anchors.fill: parent
        anchors.topMargin: 72
        anchors.leftMargin: 32
        anchors.rightMargin: 32
        anchors.bottomMargin: recents.inset + 48
        clip: true
        spacing: 16
        model: recents.running
        delegate: Pressable {
            id: card
            required property var modelData
            readonly property var app: phone.app(modelData)
            width: ListView.view.width
            height: 96
            radius: 24
            treeText: app ? phone.tr(app.label) : ""
            onClicked: phone.launch(modelData)
            DragHandler {
                // A swipe to either side closes it.
                property real way: 0
                target: null
                yAxis.enabled: false
                grabPermissions: PointerHandler.CanTakeOverFromAnything
                onActiveTranslationChanged: if (active) way = activeTranslation.x / phone.scale
                onActiveChanged: {
                    const far = Math.abs(way) > 80
                    way = 0
                    if (!active && far) phone.stop(card.modelData)
                }
            }
            Rectangle { anchors.fill: parent; radius: 24; color: Theme.surfaceContainer; z: -1 }
            Rectangle { x: 24; width: 48; height: 48; radius: 24; anchors.verticalCenter: parent.verticalCenter; color: app ? app.colour : "transparent"
                Icon { anchors.centerIn: parent; name: app ? app.icon : ""; color: "#FFFFFF" } }
            Label { x: 92; anchors.verticalCenter: parent.verticalCenter; text: parent.treeText; sp: 18 }
            Pressable {
                width: 48; height: 48; radius: 24
                anchors.right: parent.right
                anchors.rightMargin: 16
                anchors.verticalCenter: parent.verticalCenter
                treeLabel: phone.tr("Close") + " " + parent.treeText
                onClicked: phone.stop(modelData)
                Icon { anchors.centerIn: parent; name: "close" }
            }
        }
    }
    TextButton {
        visible: recents.running.length > 0
        text: phone.tr("Clear all")
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: recents.inset + 12
        onClicked: phone.stopAll()
    }
}
