import QtQuick
import "../../system"
import "sizes.js" as Sizes

// How full the phone is.
Rectangle {
    id: card
    property var storage: ({ total: 1, used: 0 })
    height: column.height + 32
    radius: 20
    color: Theme.surfaceContainer
    Column {
        id: column
        x: 20
        y: 16
        width: parent.width - 40
        spacing: 10
        Label { width: parent.width; text: phone.tr("Internal storage"); sp: 16; font.weight: Font.Medium }
        Rectangle {
            width: parent.width
            height: 8
            radius: 4
            color: Theme.surfaceHigh
            Rectangle { width: Math.max(8, parent.width * card.storage.used / card.storage.total); height: 8; radius: 4; color: Theme.primary }
        }
        Label {
            width: parent.width
            sp: 13
            color: Theme.onSurfaceVariant
            text: phone.tr("%1 of %2 used").replace("%1", Sizes.text(card.storage.used)).replace("%2", Sizes.text(card.storage.total))
        }
    }
}
