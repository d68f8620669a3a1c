import QtQuick
import QtQuick.Controls.Basic
import "../../system"
import "times.js" as Songs

// Songs by title, artist or album.
AppPage {
    id: view
    property var desk
    property alias wanted: field.text
    readonly property string word: field.text.trim().toLowerCase()
    readonly property var found: word === "" ? [] : Songs.sorted(desk.library.songs, "title").filter((song) => [song.title, song.artist, song.album].join("\n").toLowerCase().includes(word))
    name: "search"
    title: phone.tr("Search")
    StackView.onActivated: if (field.text === "") Qt.callLater(() => field.input.forceActiveFocus())
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("Search songs, albums, artists") }
    SongList { y: 64; width: parent.width; height: parent.height - y - mini.height; desk: view.desk; songs: view.found }
    EmptyState { visible: view.found.length === 0; icon: "magnify"; text: view.word === "" ? phone.tr("Type what you want to hear") : phone.tr("No songs found"); detail: view.word === "" ? "" : phone.tr("Nothing is called “%1”").replace("%1", field.text.trim()) }
    MiniPlayer { id: mini; desk: view.desk }
}
