import QtQuick

// The volume, at the side, for as long as somebody turns it and a moment more.
Item {
    id: panel
    MouseArea { anchors.fill: parent; onPressed: (event) => { event.accepted = false; surfaces.hideVolume() } }  // it goes on to what lies below
    Rectangle {
        property string treeClass: "android.widget.FrameLayout"
        property string treeId: "volume_dialog"
        width: Math.min(parent.width - 48, 320)
        height: 72
        radius: 28
        y: 72
        anchors.right: parent.right
        anchors.rightMargin: 16
        color: Theme.surfaceContainer
        border.width: 1
        border.color: Theme.outlineVariant
        MouseArea { anchors.fill: parent; preventStealing: true }
        IconButton {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            icon: slide.value === 0 ? "volume-off" : slide.value < 8 ? "volume-medium" : "volume-high"
            label: phone.tr("Mute")
            onClicked: surfaces.setVolume(slide.value === 0 ? 8 : 0)
        }
        Slide {
            id: slide
            x: 60
            width: parent.width - 60 - 56
            anchors.verticalCenter: parent.verticalCenter
            to: 15
            value: Number(Stored.setting("system/volume_music", "8"))
            treeLabel: phone.tr("Media volume")
            onMoved: (value) => surfaces.setVolume(value)
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: 6
            anchors.verticalCenter: parent.verticalCenter
            icon: "cog-outline"
            size: 20
            label: phone.tr("Sound settings")
            visible: !lock.locked
            onClicked: { surfaces.hideVolume(); phone.open("com.android.settings", "sound", {}) }
        }
    }
}
