import QtQuick
import "../../system"

// The songs on the phone, what plays, and the playlists.
QtObject {
    id: library
    readonly property int files: store.fileRevision
    readonly property string text: (files, store.call("music", "songs", {}).text)
    readonly property var songs: JSON.parse(text)
    readonly property var byPath: songs.reduce((found, song) => { found[song.path] = song; return found }, {})
    readonly property string playerText: store.text("player", Stored.revision("player"))
    readonly property var player: JSON.parse(playerText)[0] || { path: "", paths: [], place: 0, playing: 0, offset: 0, started: 0, duration: 0, shuffle: 0, repeat: "off", sleep: 0 }
    readonly property var song: byPath[player.path] || null
    readonly property bool playing: !!player.playing && song !== null
    readonly property string listsText: store.text("playlists", Stored.revision("playlists"))
    readonly property var lists: JSON.parse(listsText)
    readonly property var liked: lists.find((list) => list.favourite) || null
    property int seconds: 0
    readonly property real position: (seconds, Math.min(player.duration, player.offset + (player.playing ? Math.max(0, phone.timestamp() - player.started) : 0)))
    readonly property Connections ticks: Connections {
        target: phone
        function onTicked() { if (library.playing) library.seconds += 1 }
    }
    function artist(song) { return song.artist === "<unknown>" ? phone.tr("Unknown artist") : song.artist }
    function of(paths) { return paths.map((path) => byPath[path]).filter((song) => song !== undefined) }
    function isLiked(path) { return liked !== null && liked.songs.includes(path) }
    function list(number) { return lists.find((list) => list._id === number) || null }
    function put(list, songs) { store.update("playlists", list._id, { songs: songs }) }
    function like(path) {
        if (liked === null) store.insert("playlists", { name: phone.tr("Favourites"), songs: [path], favourite: 1 })
        else put(liked, isLiked(path) ? liked.songs.filter((one) => one !== path) : liked.songs.concat([path]))
    }
    function play(songs, place) { store.call("music", "play", { paths: songs.map((song) => song.path), place: place }) }
    function shuffle(songs) { store.call("music", "play", { paths: songs.map((song) => song.path), place: 0, shuffle: true }) }
    function tell(method, values) { store.call("music", method, values || {}) }
}
