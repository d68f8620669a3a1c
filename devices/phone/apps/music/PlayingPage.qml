import QtQuick
import "../../system"
import "times.js" as Times

// The song that plays, large, with all that steers it.
AppPage {
    id: view
    property var desk
    readonly property var library: desk.library
    readonly property var player: library.player
    readonly property var song: library.song
    readonly property bool wide: width > height
    name: "playing"
    title: song ? "" : phone.tr("Now playing")
    actions: [
        IconButton { icon: "playlist-music"; label: phone.tr("Queue"); onClicked: view.desk.go("queue") },
        Menu {
            visible: view.song !== null
            entries: [
                { text: phone.tr("Add to playlist"), icon: "playlist-plus", act: () => view.desk.askAdd(view.song) },
                { text: phone.tr("Go to album"), icon: "album", act: () => view.desk.go("album", { name: view.song.album }) },
                { text: phone.tr("Go to artist"), icon: "account", act: () => view.desk.go("artist", { name: view.song.artist }) },
                { text: phone.tr("Sleep timer"), icon: "timer-outline", act: () => view.desk.askSleep() },
                { text: phone.tr("Song info"), icon: "information-outline", act: () => view.desk.go("song", { path: view.song.path }) },
                { text: phone.tr("Share"), icon: "share-variant", act: () => view.desk.share(view.song) },
            ]
        }
    ]
    Cover {
        id: sleeve
        visible: view.song !== null
        readonly property real side: view.wide ? parent.height - 24 : Math.max(80, Math.min(parent.width - 64, parent.height - controls.height - 48))
        x: view.wide ? 24 : (parent.width - side) / 2
        y: 8
        width: side
        height: side
        album: view.song ? view.song.album : ""
    }
    Column {
        id: controls
        visible: view.song !== null
        x: view.wide ? sleeve.x + sleeve.side + 16 : 0
        width: parent.width - x
        y: view.wide ? Math.max(0, (parent.height - height) / 2) : parent.height - height - 24
        spacing: view.wide ? 4 : 12
        Item {
            width: parent.width
            height: words.height
            Column {
                id: words
                x: 24
                width: parent.width - 24 - 72
                Label { width: parent.width; sp: 22; wrapMode: Text.Wrap; maximumLineCount: 2; font.weight: Font.Medium; text: view.song ? view.song.title : "" }
                Label { width: parent.width; sp: 15; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; color: Theme.onSurfaceVariant; text: view.song ? view.library.artist(view.song) + " · " + view.song.album : "" }
            }
            IconButton {
                readonly property bool on: view.song !== null && view.library.isLiked(view.song.path)
                x: parent.width - 64
                anchors.verticalCenter: parent.verticalCenter
                icon: on ? "heart" : "heart-outline"
                ink: on ? "#D81B60" : Theme.onSurface
                label: on ? phone.tr("Remove from favourites") : phone.tr("Add to favourites")
                treeCheckable: true
                treeChecked: on
                onClicked: view.library.like(view.song.path)
            }
        }
        Slide {
            x: 12
            width: parent.width - 24
            from: 0
            to: Math.max(1, view.player.duration)
            step: 1000
            value: view.library.position
            treeText: Times.clock(value)
            treeLabel: phone.tr("Position")
            treeId: "seek"
            onMoved: (value) => view.library.tell("seek", { to: value })
        }
        Item {
            width: parent.width
            height: Theme.size(18)
            Label { x: 24; width: 80; sp: 13; color: Theme.onSurfaceVariant; text: Times.clock(view.library.position) }
            Label { x: parent.width - 104; width: 80; end: true; sp: 13; color: Theme.onSurfaceVariant; text: Times.clock(view.player.duration) }
            Label { visible: view.player.sleep > 0; anchors.centerIn: parent; sp: 12; color: Theme.primary; text: phone.tr("Stops at %1").replace("%1", phone.formatTime(view.player.sleep, "time")) }
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: (Math.min(view.controlsWidth, 400) - 4 * 48 - 76) / 6
            IconButton { anchors.verticalCenter: parent.verticalCenter; icon: view.player.shuffle ? "shuffle" : "shuffle-disabled"; ink: view.player.shuffle ? Theme.primary : Theme.onSurfaceVariant; label: view.player.shuffle ? phone.tr("Shuffle on") : phone.tr("Shuffle off"); treeCheckable: true; treeChecked: !!view.player.shuffle; onClicked: view.library.tell("shuffle") }
            IconButton { anchors.verticalCenter: parent.verticalCenter; icon: "skip-previous"; size: 36; label: phone.tr("Previous song"); onClicked: view.library.tell("previous") }
            Pressable {
                width: 76; height: 76; radius: 38
                tint: Theme.onPrimary
                treeClass: "android.widget.ImageButton"
                treeLabel: view.library.playing ? phone.tr("Pause") : phone.tr("Play")
                treeId: "play"
                onClicked: view.library.tell("toggle")
                Rectangle { anchors.fill: parent; radius: 38; color: Theme.primary; z: -1 }
                Icon { anchors.centerIn: parent; name: view.library.playing ? "pause" : "play"; size: 40; color: Theme.onPrimary }
            }
            IconButton { anchors.verticalCenter: parent.verticalCenter; icon: "skip-next"; size: 36; label: phone.tr("Next song"); onClicked: view.library.tell("next") }
            IconButton {
                anchors.verticalCenter: parent.verticalCenter
                icon: view.player.repeat === "one" ? "repeat-once" : view.player.repeat === "all" ? "repeat" : "repeat-off"
                ink: view.player.repeat === "off" ? Theme.onSurfaceVariant : Theme.primary
                label: view.player.repeat === "one" ? phone.tr("Repeat this song") : view.player.repeat === "all" ? phone.tr("Repeat all") : phone.tr("Repeat off")
                onClicked: view.library.tell("repeat")
            }
        }
    }
    readonly property real controlsWidth: controls.width
    EmptyState { visible: view.song === null; icon: "music-note"; text: phone.tr("Nothing is playing"); detail: phone.tr("Choose a song from your library"); action: view.library.songs.length ? phone.tr("Shuffle all") : ""; onActed: view.library.shuffle(view.library.songs) }
}
