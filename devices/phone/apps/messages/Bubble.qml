import QtQuick
import "../../system"

// One message of a conversation, on the side of whoever wrote it, perhaps under a line with the day.
Column {
    id: bubble
    property var message: ({})
    property string day: ""  // a new day begins with this message
    property bool chosen: false
    readonly property bool mine: message.kind !== "inbox"
    readonly property bool failed: message.kind === "failed"
    signal tapped
    signal held
    spacing: 2
    Label { visible: bubble.day !== ""; width: parent.width; height: Math.max(40, Theme.size(40)); horizontalAlignment: Text.AlignHCenter; text: bubble.day; sp: 12; color: Theme.onSurfaceVariant }
    Pressable {
        id: card
        readonly property real room: bubble.width * 0.78
        x: bubble.mine ? bubble.width - width - 12 : 12
        width: Math.max(bubble.message.picture ? 200 : 0, Math.min(room, words.implicitWidth + 28))
        height: picture.height + (words.visible ? words.height + 18 : 0)
        radius: 20
        treeClass: "android.widget.TextView"
        treeText: bubble.message.body || phone.tr("Picture")
        treeChecked: bubble.chosen
        onClicked: bubble.tapped()
        onHeld: bubble.held()
        Rectangle {
            anchors.fill: parent
            radius: 20
            z: -1
            color: bubble.failed ? Theme.errorContainer : bubble.mine ? Theme.primary : Theme.surfaceHigh
            border.width: bubble.chosen ? 3 : 0
            border.color: Theme.outline
        }
        Item { id: picture; width: parent.width; height: bubble.message.picture ? 150 : 0; Photo { anchors.fill: parent; anchors.margins: 6; visible: parent.height > 0; path: bubble.message.picture || "" } }
        Label {
            id: words
            property bool treeHidden: true
            visible: text !== ""
            x: 14
            y: picture.height + 9
            width: parent.width - 28
            text: bubble.message.body || ""
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            sp: 16
            color: bubble.failed ? Theme.error : bubble.mine ? Theme.onPrimary : Theme.onSurface
        }
    }
    Label {
        x: 24
        width: parent.width - 48
        height: implicitHeight + 6
        verticalAlignment: Text.AlignTop
        end: bubble.mine
        text: bubble.failed ? phone.tr("Not sent. Tap to retry.") : phone.formatTime(bubble.message.time || 0, "time")
        sp: 11
        color: bubble.failed ? Theme.error : Theme.onSurfaceVariant
    }
}
