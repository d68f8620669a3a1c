import QtQuick

// A new notification on top of everything for a few seconds.
Item {
    id: headsUp
    property var row: ({})
    height: card.height + 44
    NotificationCard {
        id: card
        y: 36
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 24, 480)
        lifted: true
        row: headsUp.row
        onClicked: shade.open(headsUp.row._id)
        onDismissed: shade.dismiss(headsUp.row._id)
    }
}
