import QtQuick
import "../../system"
import "times.js" as Songs

// The library: songs, albums, artists, playlists.
AppPage {
    id: view
    property var desk
    property int tab: 0
    readonly property var library: desk.library
    readonly property string order: Stored.setting("secure/music_sort", "title")
    readonly property var sorted: Songs.sorted(library.songs, order)
    root: true
    name: ["", "albums", "artists", "playlists"][tab]
    title: phone.tr("Music")
    function back() {
        if (tab === 0) return false
        tab = 0
        return true
    }
    actions: [
        IconButton { icon: "magnify"; label: phone.tr("Search music"); onClicked: view.desk.go("search") },
        Menu {
            entries: [
                { text: phone.tr("Sort by"), icon: "sort", act: () => view.desk.askSort() },
                { text: phone.tr("Shuffle all"), icon: "shuffle", enabled: view.sorted.length > 0, act: () => view.library.shuffle(view.sorted) },
                { text: phone.tr("New playlist"), icon: "playlist-plus", act: () => view.desk.askPlaylist("", []) },
                { text: phone.tr("Sleep timer"), icon: "timer-outline", act: () => view.desk.askSleep() },
            ]
        }
    ]
    TabStrip { id: tabs; labels: [phone.tr("Songs"), phone.tr("Albums"), phone.tr("Artists"), phone.tr("Playlists")]; current: view.tab; onChosen: (index) => view.tab = index }
    Item {
        id: body
        y: tabs.height
        width: parent.width
        height: parent.height - y - mini.height
        SongList { visible: view.tab === 0; anchors.fill: parent; desk: view.desk; songs: view.sorted }
        Scroller {
            visible: view.tab === 1
            anchors.fill: parent
            Item { width: 1; height: 12 }
            Grid {
                id: sleeves
                x: 16
                width: view.width - 32
                columns: Math.max(2, Math.floor(width / 180))
                spacing: 12
                Repeater {
                    model: view.tab === 1 ? Songs.grouped(view.library.songs, "album") : []
                    Pressable {
                        id: album
                        required property var modelData
                        width: (sleeves.width - sleeves.spacing * (sleeves.columns - 1)) / sleeves.columns
                        height: width + names.height + 12
                        radius: 12
                        treeText: modelData.name
                        onClicked: view.desk.go("album", { name: modelData.name })
                        Cover { width: parent.width; height: width; album: album.modelData.name; z: -1 }
                        Column {
                            id: names
                            x: 2
                            y: parent.width + 6
                            width: parent.width - 4
                            Label { width: parent.width; sp: 15; font.weight: Font.Medium; wrapMode: Text.Wrap; maximumLineCount: 2; text: album.modelData.name }
                            Label { width: parent.width; sp: 13; wrapMode: Text.Wrap; maximumLineCount: 2; color: Theme.onSurfaceVariant; text: view.library.artist(album.modelData.songs[0]) }
                        }
                    }
                }
            }
        }
        Scroller {
            visible: view.tab === 2
            anchors.fill: parent
            Repeater {
                model: view.tab === 2 ? Songs.grouped(view.library.songs, "artist") : []
                ListRow {
                    required property var modelData
                    title: view.library.artist(modelData.songs[0])
                    treeText: title
                    summary: view.desk.count(modelData.songs.length)
                    icon: "account"
                    iconColour: "#E65100"
                    onClicked: view.desk.go("artist", { name: modelData.name })
                }
            }
        }
        Scroller {
            visible: view.tab === 3
            anchors.fill: parent
            ListRow { icon: "playlist-plus"; treeText: title; title: phone.tr("New playlist"); onClicked: view.desk.askPlaylist("", []) }
            Repeater {
                model: view.library.lists
                ListRow {
                    required property var modelData
                    icon: modelData.favourite ? "heart" : "playlist-music"
                    iconColour: modelData.favourite ? "#D81B60" : "#5E35B1"
                    title: modelData.name
                    treeText: title
                    summary: view.desk.count(view.library.of(modelData.songs).length)
                    onClicked: view.desk.go("playlist", { id: modelData._id })
                }
            }
        }
        EmptyState { visible: view.tab < 3 && view.library.songs.length === 0; icon: "music-note"; text: phone.tr("No music yet"); detail: phone.tr("Songs in the folder Music appear here") }
    }
    MiniPlayer { id: mini; desk: view.desk }
}
