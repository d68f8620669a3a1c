import QtQuick

// One notification: a tap opens it, a swipe to either side or the cross takes it away.
Pressable {
    id: card
    property var row: ({})
    property bool lifted: false  // drawn above an app, not on the shade
    property bool secret: false  // what it says stays hidden
    readonly property var app: phone.app(row["package"] || "")
    readonly property bool stays: !!row.ongoing
    signal dismissed
    height: body.height + 28
    radius: 20
    treeClass: "android.widget.FrameLayout"
    treeText: row.title || app.label
    treeId: "notification"
    Rectangle {
        z: -1
        anchors.fill: parent
        radius: card.radius
        color: card.lifted ? Theme.surfaceContainer : Theme.dark ? Theme.surfaceHigh : Theme.surfaceContainer
        border.width: card.lifted ? 1 : 0
        border.color: Theme.outlineVariant
    }
    DragHandler {
        property real way: 0
        property real rise: 0
        target: null
        grabPermissions: PointerHandler.CanTakeOverFromAnything
        xAxis.enabled: true
        yAxis.enabled: card.lifted
        onActiveTranslationChanged: if (active) { way = activeTranslation.x / phone.scale; rise = -activeTranslation.y / phone.scale }
        onActiveChanged: {
            const gone = Math.abs(way) > 80 || (card.lifted && rise > 24)
            way = 0
            rise = 0
            if (!active && gone) card.dismissed()
        }
    }
    Rectangle {
        x: 14; y: 14; width: 32; height: 32; radius: 16
        color: card.app.colour
        Icon { anchors.centerIn: parent; name: card.app.icon; size: 18; color: "#FFFFFF" }
    }
    Column {
        id: body
        x: 58
        y: 14
        width: card.width - x - 52
        spacing: 2
        Row {
            spacing: 6
            Label { text: phone.tr(card.app.label); sp: 12; color: Theme.onSurfaceVariant }
            Label { text: "·"; sp: 12; color: Theme.onSurfaceVariant; property bool treeHidden: true }
            Label { text: card.row.time ? phone.formatTime(card.row.time, "ago") : ""; sp: 12; color: Theme.onSurfaceVariant }
        }
        Label { width: parent.width; visible: text !== "" && !card.secret; text: card.row.title || ""; sp: 15; font.weight: Font.Medium }
        Label {
            width: parent.width
            visible: text !== ""
            text: card.secret ? phone.tr("Contents hidden") : card.row.text || ""
            sp: 14
            color: Theme.onSurfaceVariant
            wrapMode: Text.Wrap
            maximumLineCount: 2
        }
    }
    IconButton {
        visible: !card.stays
        anchors.right: parent.right
        y: 4
        icon: "close"
        size: 18
        ink: Theme.onSurfaceVariant
        label: phone.tr("Dismiss notification")
        onClicked: card.dismissed()
    }
}
