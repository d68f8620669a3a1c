import QtQuick
import "../../system"
import "times.js" as Songs

// Tick the songs of a playlist; each tick counts at once.
AppPage {
    id: view
    property var desk
    property int number: 0
    readonly property var library: desk.library
    readonly property var list: library.list(number)
    readonly property var sorted: Songs.sorted(library.songs, "title")
    signal finished
    name: "add"
    title: list ? phone.tr("Add to %1").replace("%1", list.name) : phone.tr("Add songs")
    actions: TextButton { visible: view.list !== null; filled: true; text: phone.tr("Done"); onClicked: view.finished() }
    ListView {
        id: rows
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        visible: view.list !== null
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: view.sorted
        delegate: SongRow {
            required property var modelData
            song: modelData
            artist: view.library.artist(modelData)
            tickable: true
            ticked: view.list !== null && view.list.songs.includes(modelData.path)
            onClicked: view.library.put(view.list, ticked ? view.list.songs.filter((path) => path !== modelData.path) : view.list.songs.concat([modelData.path]))
        }
    }
    EmptyState { visible: view.list === null; icon: "playlist-music"; text: phone.tr("This playlist is gone") }
    EmptyState { visible: view.list !== null && view.sorted.length === 0; icon: "music-note"; text: phone.tr("No music yet") }
}
