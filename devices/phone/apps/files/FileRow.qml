import QtQuick
import "../../system"
import "sizes.js" as Sizes

// One file or folder in a list or, with tile set, in a grid. In selecting mode it carries a box with a tick.
Pressable {
    id: row
    property var entry: ({ name: "", kind: "other", folder: false, size: 0, modified: 0, count: 0, path: "" })
    property bool tile: false
    property bool selecting: false
    property bool chosen: false
    property string where: ""  // shown instead of size and date: the folder of a search result
    readonly property string facts: where !== "" ? where
        : entry.folder ? (entry.count === 1 ? phone.tr("1 item") : phone.tr("%1 items").replace("%1", entry.count))
        : Sizes.text(entry.size) + " · " + phone.formatTime(entry.modified, "short")
    treeClass: "android.widget.LinearLayout"
    treeText: entry.name
    treeCheckable: selecting
    treeChecked: chosen
    height: tile ? 132 + Theme.size(50) : Math.max(72, Theme.size(72))
    radius: tile ? 16 : 0
    Rectangle { anchors.fill: parent; radius: row.radius; color: row.chosen ? Theme.primaryContainer : row.tile ? Theme.surfaceContainer : "transparent"; z: -1 }
    Item {
        id: picture
        x: row.tile ? 8 : 16
        y: row.tile ? 8 : (row.height - height) / 2
        width: row.tile ? row.width - 16 : 44
        height: row.tile ? 96 : 44
        Rectangle { anchors.fill: parent; radius: 10; color: Sizes.colour(row.entry.kind); opacity: Theme.dark ? 0.32 : 0.14 }
        Icon { anchors.centerIn: parent; size: row.tile ? 40 : 24; name: Sizes.icon(row.entry.kind); color: Theme.dark ? Theme.onSurface : Sizes.colour(row.entry.kind); visible: row.entry.kind !== "image" }
        Photo { anchors.fill: parent; visible: row.entry.kind === "image"; path: visible ? row.entry.path : ""; revision: row.entry.size }
    }
    // A long name becomes smaller, in a grid it takes two lines; what is still too much is cut in the middle.
    Column {
        x: row.tile ? 12 : 76
        y: row.tile ? 110 : (row.height - height) / 2
        width: row.width - x - (row.tile ? 8 : box.visible ? 60 : 20)
        Label {
            width: parent.width
            text: row.entry.name
            sp: row.tile ? 14 : 16
            wrapMode: row.tile ? Text.Wrap : Text.NoWrap
            maximumLineCount: row.tile ? 2 : 1
            fontSizeMode: row.tile ? Text.FixedSize : Text.HorizontalFit
            minimumPixelSize: 12
            elide: row.tile ? Text.ElideRight : Text.ElideMiddle
        }
        Label { property bool treeHidden: row.tile; width: parent.width; text: row.facts; sp: row.tile ? 12 : 13; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 10; elide: Text.ElideMiddle; color: Theme.onSurfaceVariant }
    }
    CheckBox { id: box; visible: row.selecting; on: row.chosen; x: row.width - 44; y: row.tile ? 12 : (row.height - height) / 2 }
}
