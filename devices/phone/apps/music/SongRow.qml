import QtQuick
import "../../system"
import "times.js" as Times

// One song in a list; more() opens what can be done with it.
Pressable {
    id: row
    property var song: ({ title: "", artist: "", album: "", duration: 0, track: 0 })
    property string artist
    property bool current: false
    property bool numbered: false  // its place on the album instead of the sleeve
    property bool tickable: false
    property bool ticked: false
    property string moreIcon: "dots-vertical"
    property string moreLabel: phone.tr("More about %1").replace("%1", song.title)
    signal more
    width: parent ? parent.width : 0
    height: Math.max(68, Theme.size(68))
    treeClass: "android.widget.LinearLayout"
    treeText: song.title
    treeCheckable: tickable
    treeChecked: ticked
    onHeld: if (!tickable) more()
    Cover { visible: !row.numbered; x: 16; anchors.verticalCenter: parent.verticalCenter; width: 48; height: 48; album: visible ? row.song.album : "" }
    Label { property bool treeHidden: true; visible: row.numbered; x: 16; width: 48; horizontalAlignment: Text.AlignHCenter; anchors.verticalCenter: parent.verticalCenter; text: row.song.track || "·"; sp: 15; color: Theme.onSurfaceVariant }
    Label { x: 78; y: row.height / 2 - height; width: row.width - x - 104; text: row.song.title; sp: 16; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; color: row.current ? Theme.primary : Theme.onSurface; font.weight: row.current ? Font.Medium : Font.Normal }
    Label { x: 78; y: row.height / 2 + 1; width: row.width - x - 104; text: row.artist; sp: 13; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; color: Theme.onSurfaceVariant }
    Label { visible: !row.tickable; x: row.width - 104; width: 48; end: true; anchors.verticalCenter: parent.verticalCenter; text: Times.clock(row.song.duration); sp: 13; color: Theme.onSurfaceVariant }
    CheckBox { visible: row.tickable; on: row.ticked; x: row.width - 44; anchors.verticalCenter: parent.verticalCenter }
    IconButton { visible: !row.tickable; x: row.width - 52; anchors.verticalCenter: parent.verticalCenter; icon: row.moreIcon; label: row.moreLabel; ink: Theme.onSurfaceVariant; onClicked: row.more() }
}
