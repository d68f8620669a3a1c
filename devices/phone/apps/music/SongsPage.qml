import QtQuick
import "../../system"
import "times.js" as Times

// An album, an artist or a playlist: its sleeve, "Play" and "Shuffle", its songs.
AppPage {
    id: view
    property var desk
    property string kind: "album"  // "album", "artist", "playlist"
    property string key  // of an album or an artist
    property int number: 0  // of a playlist
    readonly property var library: desk.library
    readonly property var list: kind === "playlist" ? library.list(number) : null
    readonly property var songs: kind === "playlist" ? (list ? library.of(list.songs) : [])
        : library.songs.filter((song) => song[kind] === key).sort((one, other) => one.album.localeCompare(other.album) || one.track - other.track)
    readonly property real length: songs.reduce((sum, song) => sum + song.duration, 0)
    readonly property bool own: list !== null && !list.favourite
    readonly property bool missing: kind === "playlist" ? list === null : songs.length === 0
    name: kind
    title: kind === "playlist" ? (list ? list.name : phone.tr("Playlist")) : key === "<unknown>" ? phone.tr("Unknown artist") : key
    actions: [
        IconButton { visible: view.list !== null; icon: "playlist-plus"; label: phone.tr("Add songs"); onClicked: view.desk.go("add", { id: view.number }) },
        Menu {
            visible: view.own
            entries: [
                { text: phone.tr("Rename playlist"), icon: "rename-box", act: () => view.desk.askRename(view.list) },
                { text: phone.tr("Delete playlist"), icon: "delete-outline", act: () => view.desk.askDelete(view.list) },
            ]
        }
    ]
    SongList {
        visible: view.songs.length > 0
        width: parent.width
        height: parent.height - mini.height
        desk: view.desk
        songs: view.songs
        numbered: view.kind === "album"
        remove: view.kind === "playlist" ? phone.tr("Remove %1") : ""
        onRemoved: (index) => view.desk.askRemove(view.list, view.songs[index])
        header: Item {
            width: view.width
            height: 128 + 72
            Cover { x: 20; y: 4; width: 116; height: 116; album: view.songs.length ? view.songs[0].album : "" }
            Column {
                x: 152
                y: 62 - height / 2
                width: parent.width - x - 16
                spacing: 4
                Label { width: parent.width; sp: 18; font.weight: Font.Medium; text: view.kind === "album" && view.songs.length ? view.library.artist(view.songs[0]) : view.title; maximumLineCount: 2; wrapMode: Text.Wrap }
                Label { width: parent.width; sp: 14; color: Theme.onSurfaceVariant; text: view.desk.count(view.songs.length) + " · " + Times.clock(view.length) }
            }
            Row {
                x: 20
                y: 136
                spacing: 12
                TextButton { filled: true; text: phone.tr("Play"); onClicked: view.library.play(view.songs, 0) }
                TextButton { text: phone.tr("Shuffle"); onClicked: view.library.shuffle(view.songs) }
            }
        }
    }
    EmptyState {
        visible: view.songs.length === 0
        icon: "playlist-music"
        text: view.missing ? phone.tr("There is no music here any more") : phone.tr("This playlist is empty")
        action: view.list ? phone.tr("Add songs") : ""
        onActed: view.desk.go("add", { id: view.number })
    }
    MiniPlayer { id: mini; desk: view.desk }
}
