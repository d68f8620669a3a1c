import QtQuick
import "../../system"

// What plays, at the foot of a page; a tap opens the whole player.
Rectangle {
    id: mini
    property var desk
    readonly property var library: desk.library
    readonly property var song: library.song
    visible: song !== null
    width: parent ? parent.width : 0
    height: visible ? Math.max(68, Theme.size(52)) : 0
    y: parent ? parent.height - height : 0
    color: Theme.surfaceHigh
    Rectangle { width: parent.width * (mini.song && mini.song.duration ? mini.library.position / mini.song.duration : 0); height: 2; color: Theme.primary }
    Pressable {
        anchors.fill: parent
        anchors.rightMargin: 104
        treeLabel: phone.tr("Now playing")
        treeId: "mini"
        onClicked: mini.desk.go("playing")
        Cover { x: 12; anchors.verticalCenter: parent.verticalCenter; width: 44; height: 44; album: mini.song ? mini.song.album : "" }
        Label { x: 68; y: parent.height / 2 - height; width: parent.width - x - 4; sp: 15; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; font.weight: Font.Medium; text: mini.song ? mini.song.title : "" }
        Label { x: 68; y: parent.height / 2 + 1; width: parent.width - x - 4; sp: 12; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; color: Theme.onSurfaceVariant; text: mini.song ? mini.library.artist(mini.song) : "" }
    }
    IconButton { x: parent.width - 104; anchors.verticalCenter: parent.verticalCenter; icon: mini.library.playing ? "pause" : "play"; size: 28; label: mini.library.playing ? phone.tr("Pause") : phone.tr("Play"); onClicked: mini.library.tell("toggle") }
    IconButton { x: parent.width - 54; anchors.verticalCenter: parent.verticalCenter; icon: "skip-next"; size: 28; label: phone.tr("Next song"); onClicked: mini.library.tell("next") }
}
