import QtQuick
import "../../system"

// Songs to tap: the tapped one plays, and the others after it.
ListView {
    id: list
    property var desk
    property var songs: []
    property bool numbered: false
    property string remove: ""  // what the button at the end of a row does instead of opening the menu
    property string treeClass: "androidx.recyclerview.widget.RecyclerView"
    property bool treeScrollable: contentHeight + bottomMargin > height
    signal removed(int index)
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    bottomMargin: 16
    cacheBuffer: 300
    model: songs
    delegate: SongRow {
        required property var modelData
        required property int index
        song: modelData
        artist: list.desk.library.artist(modelData)
        numbered: list.numbered
        current: list.desk.library.player.path === modelData.path
        moreIcon: list.remove === "" ? "dots-vertical" : "minus-circle-outline"
        moreLabel: (list.remove === "" ? phone.tr("More about %1") : list.remove).replace("%1", modelData.title)
        onClicked: list.desk.library.play(list.songs, index)
        onMore: if (list.remove === "") list.desk.more(modelData); else list.removed(index)
    }
}
