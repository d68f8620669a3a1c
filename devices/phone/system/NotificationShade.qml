import QtQuick

// What comes down from the top: quick settings, brightness, notifications. Pulled once more, all tiles. Up closes it.
Rectangle {
    id: panel
    property int inset: 48
    readonly property bool all: shade.level === 2
    readonly property int column: Math.min(width - 32, 560)
    color: Theme.dark ? "#FA111318" : "#FAEEF1F8"
    MouseArea {
        anchors.fill: parent
        onClicked: (event) => { if (event.y > handle.y + handle.height) shade.pull(0) }
    }
    StatusBar { width: parent.width; pulls: false }
    Item {
        id: head
        y: 36
        anchors.horizontalCenter: parent.horizontalCenter
        width: panel.column
        height: 48
        Label { x: 4; anchors.verticalCenter: parent.verticalCenter; text: phone.date; sp: 16 }
        Row {
            anchors.right: parent.right
            IconButton { icon: "power"; size: 20; label: phone.tr("Power menu"); onClicked: { shade.pull(0); surfaces.choosePower("menu") } }
            IconButton { icon: "cog"; size: 20; label: phone.tr("Open settings"); onClicked: phone.open("com.android.settings", "", {}) }
        }
    }
    Flickable {
        id: settings
        y: head.y + head.height + 4
        anchors.horizontalCenter: parent.horizontalCenter
        width: panel.column
        height: panel.all ? Math.min(contentHeight, handle.limit - y) : contentHeight
        contentHeight: quick.height
        interactive: contentHeight > height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        // Pulled up to a few tiles, it shows them from the first, wherever the long list had been scrolled to.
        onHeightChanged: contentY = Math.max(0, Math.min(contentY, contentHeight - height))
        Column {
            id: quick
            width: parent.width
            spacing: 12
            QuickTiles { width: parent.width; count: panel.all ? tiles.length : columns * (panel.height > 520 ? 2 : 1) }
            Item {
                width: parent.width
                height: 44
                Icon { x: 8; anchors.verticalCenter: parent.verticalCenter; name: "brightness-6"; size: 20 }
                Slide {
                    x: 44
                    width: parent.width - 56
                    anchors.verticalCenter: parent.verticalCenter
                    to: 255
                    value: Number(Stored.setting("system/screen_brightness", "128"))
                    treeLabel: phone.tr("Brightness")
                    treeId: "brightness"
                    onMoved: (value) => store.put("system", "screen_brightness", String(value))
                }
            }
        }
    }
    Pressable {
        id: handle
        readonly property real limit: panel.height - panel.inset - 36
        y: settings.y + settings.height + 4
        anchors.horizontalCenter: parent.horizontalCenter
        width: 96
        height: 28
        radius: 14
        treeLabel: panel.all ? phone.tr("Fewer tiles") : phone.tr("All tiles")
        onClicked: shade.pull(panel.all ? 1 : 2)
        Icon { anchors.centerIn: parent; name: panel.all ? "chevron-up" : "chevron-down"; size: 22 }
    }
    Flickable {
        id: list
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: interactive
        visible: !panel.all
        y: handle.y + handle.height + 4
        anchors.horizontalCenter: parent.horizontalCenter
        width: panel.column
        height: panel.height - panel.inset - y - 8
        contentHeight: cards.height
        interactive: contentHeight > height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Column {
            id: cards
            width: parent.width
            spacing: 8
            Repeater {
                model: shade.notifications
                NotificationCard {
                    required property var modelData
                    width: cards.width
                    row: modelData
                    onClicked: shade.open(row._id)
                    onDismissed: shade.dismiss(row._id)
                }
            }
            TextButton {
                visible: shade.notifications.some((row) => !row.ongoing)
                anchors.right: parent.right
                text: phone.tr("Clear all")
                onClicked: shade.clear()
            }
            Label {
                visible: shade.notifications.length === 0
                width: parent.width
                topPadding: 16
                horizontalAlignment: Text.AlignHCenter
                text: phone.tr("No notifications")
                sp: 14
                color: Theme.onSurfaceVariant
            }
        }
    }
    // Pulled further down or pushed up, wherever nothing scrolls; what lies below still takes taps.
    component Pull: Item {
        id: zone
        width: panel.width
        DragHandler {
            property real way: 0
            enabled: zone.enabled
            target: null
            xAxis.enabled: false
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            onActiveTranslationChanged: if (active) way = activeTranslation.y / phone.scale
            onActiveChanged: {
                const down = way
                way = 0
                if (active) return
                if (down < -40) shade.pull(shade.level - 1)
                else if (down > 40) shade.pull(2)
            }
        }
    }
    Pull { height: handle.y + handle.height; enabled: !settings.interactive }
    Pull { y: handle.y + handle.height; height: panel.height - y; enabled: !list.interactive || panel.all }
}
