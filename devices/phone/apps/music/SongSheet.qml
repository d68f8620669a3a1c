import QtQuick
import "../../system"

// What can be done with a song, from the foot of the screen.
Item {
    id: sheet
    property var desk
    property var song: null
    property bool treeModal: true
    readonly property var entries: song === null ? [] : [
        { text: phone.tr("Play next"), icon: "skip-next", act: () => { desk.library.tell("queue", { path: song.path, next: true }); phone.showToast(phone.tr("Plays next")) } },
        { text: phone.tr("Add to queue"), icon: "playlist-music", act: () => { desk.library.tell("queue", { path: song.path }); phone.showToast(phone.tr("Added to queue")) } },
        { text: phone.tr("Add to playlist"), icon: "playlist-plus", act: () => desk.askAdd(song) },
        { text: desk.library.isLiked(song.path) ? phone.tr("Remove from favourites") : phone.tr("Add to favourites"), icon: desk.library.isLiked(song.path) ? "heart" : "heart-outline", act: () => desk.library.like(song.path) },
        { text: phone.tr("Go to album"), icon: "album", act: () => desk.go("album", { name: song.album }) },
        { text: phone.tr("Song info"), icon: "information-outline", act: () => desk.go("song", { path: song.path }) },
        { text: phone.tr("Share"), icon: "share-variant", act: () => desk.share(song) },
    ]
    function show(song) { sheet.song = song; visible = true }
    function back() {
        if (!visible) return false
        visible = false
        return true
    }
    anchors.fill: parent
    visible: false
    z: 40
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.4 }
    MouseArea { anchors.fill: parent; onClicked: sheet.back() }
    Rectangle {
        property string treeClass: "android.widget.FrameLayout"
        y: parent.height - height
        width: parent.width
        height: Math.min(parent.height - 24, rows.contentHeight + title.height + 24)
        radius: 24
        color: Theme.surfaceContainer
        MouseArea { anchors.fill: parent }
        Rectangle { y: parent.height - 24; width: parent.width; height: 24; color: parent.color }
        Label { id: title; x: 24; y: 12; width: parent.width - 48; height: Theme.size(40); sp: 16; font.weight: Font.Medium; text: sheet.song ? sheet.song.title : "" }
        Scroller {
            id: rows
            y: title.y + title.height
            width: parent.width
            height: parent.height - y
            Repeater {
                model: sheet.entries
                ListRow {
                    required property var modelData
                    height: Math.max(52, Theme.size(52))
                    icon: modelData.icon
                    title: modelData.text
                    treeText: title
                    onClicked: { sheet.visible = false; modelData.act() }
                }
            }
        }
    }
}
