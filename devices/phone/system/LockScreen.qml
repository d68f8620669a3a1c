import QtQuick

// Clock, date and notifications; a swipe up leads in, or to the PIN pad.
Rectangle {
    id: screen
    readonly property bool wide: width > height * 1.1
    readonly property bool tells: Stored.setting("secure/lock_screen_show_notifications", "1") === "1"
    readonly property bool secret: Stored.setting("secure/lock_screen_allow_private_notifications", "0") !== "1" && Stored.setting("secure/screen_lock", "none") === "pin"
    property string treeClass: "android.widget.FrameLayout"
    property string treeId: "keyguard"
    gradient: Gradient {
        GradientStop { position: 0; color: phone.wallpaper[0] }
        GradientStop { position: 1; color: phone.wallpaper[1] }
    }
    Photo {
        // The picture that was chosen as the wallpaper, as on the home screen.
        anchors.fill: parent
        path: Stored.setting("system/wallpaper_image", "")
        visible: path !== "" && !broken
        Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.25 }
    }
    MouseArea {
        property real startY: 0
        anchors.fill: parent
        preventStealing: true
        onPressed: (event) => startY = event.y
        onReleased: (event) => { if (startY - event.y > 80) lock.lift() }
    }
    StatusBar { width: parent.width; ink: "#FFFFFF"; pulls: false }
    Item {
        anchors.fill: parent
        visible: !lock.asking
        Column {
            id: when
            y: screen.wide ? 56 : Math.round(parent.height * 0.12)
            width: screen.wide ? parent.width / 2 : parent.width
            Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: phone.clock; font.pixelSize: screen.wide ? 64 : 84; font.weight: Font.Light; color: "#FFFFFF" }
            Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: phone.date; sp: 18; color: "#FFFFFF" }
            Label {
                x: 24
                width: parent.width - 48
                visible: text !== ""
                topPadding: 8
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                maximumLineCount: 3
                text: Stored.setting("secure/lock_screen_owner_info", "")
                sp: 15
                color: "#FFFFFF"
            }
        }
        Flickable {
            x: screen.wide ? parent.width / 2 : (parent.width - width) / 2
            y: screen.wide ? 56 : when.y + when.height + 24
            width: Math.min(screen.wide ? parent.width / 2 - 16 : parent.width - 24, 480)
            height: hint.y - y - 12
            contentHeight: cards.height
            interactive: contentHeight > height
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            Column {
                id: cards
                width: parent.width
                spacing: 8
                Repeater {
                    model: screen.tells ? shade.notifications : []
                    NotificationCard {
                        required property var modelData
                        width: cards.width
                        row: modelData
                        secret: screen.secret
                        treeText: screen.secret ? phone.tr(app.label) : row.title || app.label
                        onClicked: lock.lift()
                        onDismissed: shade.dismiss(row._id)
                    }
                }
            }
        }
        Label {
            id: hint
            width: parent.width
            y: parent.height - 56 - height
            horizontalAlignment: Text.AlignHCenter
            text: phone.tr("Swipe up to open")
            sp: 14
            color: "#FFFFFF"
        }
        Icon { anchors.horizontalCenter: parent.horizontalCenter; anchors.top: hint.bottom; anchors.topMargin: 8; name: "lock-outline"; size: 20; color: "#FFFFFF" }
    }
    PinPad { anchors.fill: parent; visible: lock.asking; wide: screen.wide }
}
