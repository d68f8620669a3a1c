import QtQuick
import "../../system"

// What plays now and afterwards.
AppPage {
    id: view
    property var desk
    readonly property var library: desk.library
    readonly property var player: library.player
    name: "queue"
    title: phone.tr("Queue")
    ListView {
        id: rows
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        width: parent.width
        height: parent.height - mini.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: view.player.paths
        delegate: SongRow {
            required property string modelData
            required property int index
            readonly property var found: view.library.byPath[modelData] || { title: modelData.split("/").pop(), artist: "<unknown>", album: "", duration: 0, track: 0 }
            song: found
            artist: view.library.artist(found)
            current: index === view.player.place
            moreIcon: "close"
            moreLabel: phone.tr("Remove %1").replace("%1", found.title)
            onClicked: view.library.tell("jump", { place: index })
            onMore: view.library.tell("unqueue", { place: index })
        }
    }
    EmptyState { visible: view.player.paths.length === 0; icon: "playlist-music"; text: phone.tr("The queue is empty") }
    MiniPlayer { id: mini; desk: view.desk }
}
