import QtQuick
import "../../system"
import "times.js" as Times

// What is known of a song.
AppPage {
    id: view
    property var desk
    property string path
    readonly property var song: desk.library.byPath[path] || null
    readonly property var facts: song || { title: "", artist: "", album: "", duration: 0, size: 0, path: "", added: 0 }
    name: "song"
    title: phone.tr("Song info")
    actions: [
        IconButton { visible: view.song !== null; icon: "share-variant"; label: phone.tr("Share"); onClicked: view.desk.share(view.song) },
        IconButton { visible: view.song !== null; icon: "delete-outline"; label: phone.tr("Delete song"); onClicked: view.desk.askDeleteSong(view.song) }
    ]
    Scroller {
        visible: view.song !== null
        anchors.fill: parent
        ListRow { treeClickable: false; icon: "music-note"; title: view.facts.title; summary: phone.tr("Title") }
        ListRow { icon: "account"; treeText: title; title: view.song ? view.desk.library.artist(view.facts) : ""; summary: phone.tr("Artist"); onClicked: view.desk.go("artist", { name: view.facts.artist }) }
        ListRow { icon: "album"; treeText: title; title: view.facts.album; summary: phone.tr("Album"); onClicked: view.desk.go("album", { name: view.facts.album }) }
        ListRow { treeClickable: false; icon: "clock-outline"; title: view.facts.duration ? Times.clock(view.facts.duration) : phone.tr("Unknown"); summary: phone.tr("Length") }
        ListRow { treeClickable: false; icon: "calendar"; title: phone.formatTime(view.facts.added * 1000, "date"); summary: phone.tr("Date added") }
        ListRow { treeClickable: false; icon: "file-music"; title: view.path.split("/").pop(); summary: view.path.slice(0, view.path.lastIndexOf("/")).replace("/storage/emulated/0", "/sdcard") }
    }
    EmptyState { visible: view.song === null; icon: "music-note"; text: phone.tr("This song is no longer there") }
}
