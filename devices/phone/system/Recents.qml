import QtQuick

// The apps that run, newest first, as cards: tap to switch; a swipe to a side, or up where the list goes no further, closes.
Rectangle {
    id: recents
    property var running: []
    property int inset: 48
    color: Theme.surfaceHigh
    function close(name) {
        const place = list.contentY
        phone.stop(name)  // the list begins anew
        list.forceLayout()
        list.contentY = Math.max(0, Math.min(place, list.contentHeight - list.height))
    }
    MouseArea { anchors.fill: parent; onClicked: phone.pressHome() }
    Label {
        visible: recents.running.length === 0
        anchors.centerIn: parent
        width: parent.width - 48
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        text: phone.tr("No recent items")
        color: Theme.onSurfaceVariant
    }
    ListView {
        id: list
        anchors.fill: parent
        anchors.topMargin: 72
        anchors.leftMargin: 32
        anchors.rightMargin: 32
        anchors.bottomMargin: recents.inset + 48
        clip: true
        spacing: 16
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
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
            Rectangle { anchors.fill: parent; radius: 24; color: Theme.surfaceContainer; z: -1 }
            Rectangle { x: 24; width: 48; height: 48; radius: 24; anchors.verticalCenter: parent.verticalCenter; color: app ? app.colour : "transparent"
                Icon { anchors.centerIn: parent; name: app ? app.icon : ""; color: "#FFFFFF" } }
            Label { x: 92; width: parent.width - 92 - 72; anchors.verticalCenter: parent.verticalCenter; text: parent.treeText; sp: 18 }
            Pressable {
                width: 48; height: 48; radius: 24
                anchors.right: parent.right
                anchors.rightMargin: 16
                anchors.verticalCenter: parent.verticalCenter
                treeLabel: phone.tr("Close") + " " + parent.treeText
                onClicked: recents.close(card.modelData)
                Icon { anchors.centerIn: parent; name: "close" }
            }
        }
    }
    Item {
        id: hand
        anchors.fill: list
        DragHandler {
            property var card: null  // what the finger began on
            property real way: 0
            property real rise: 0
            property real from: 0
            target: null
            yAxis.enabled: active || list.atYEnd
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            onActiveTranslationChanged: {
                if (!active) return
                way = activeTranslation.x / phone.scale
                rise = -activeTranslation.y / phone.scale
                if (list.interactive && rise < 0) list.contentY = Math.max(list.originY, from + rise)
            }
            onActiveChanged: {
                if (active) {
                    from = list.contentY
                    card = list.itemAt(centroid.pressPosition.x, centroid.pressPosition.y + list.contentY)
                    return
                }
                const gone = card !== null && (Math.abs(way) > 80 || rise > 80) ? card.modelData : ""
                way = 0
                rise = 0
                card = null
                if (gone) recents.close(gone)
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
