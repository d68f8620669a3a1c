import QtQuick
import "../../system"
import "sizes.js" as Sizes

// Files as a list or a grid. A long press begins to select; then a tap selects more.
Item {
    id: list
    property var entries: []
    property string order: "name"
    property bool grid: false
    property bool places: false  // shows where a file lies
    property bool selectable: true
    property var chosen: []  // paths
    readonly property bool selecting: chosen.length > 0
    readonly property var sorted: Sizes.sorted(entries, order)
    readonly property var chosenEntries: sorted.filter((entry) => chosen.includes(entry.path))
    signal opened(var entry)

    onEntriesChanged: {
        const there = entries.map((entry) => entry.path)
        const kept = chosen.filter((path) => there.includes(path))
        if (kept.length !== chosen.length) chosen = kept
    }
    function toggle(path) { chosen = chosen.includes(path) ? chosen.filter((one) => one !== path) : chosen.concat([path]) }
    function touched(entry) {
        if (selecting) toggle(entry.path)
        else opened(entry)
    }
    GridView {
        id: view
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight + bottomMargin > height
        readonly property int columns: list.grid ? Math.max(2, Math.floor(width / 168)) : 1
        anchors.fill: parent
        anchors.leftMargin: list.grid ? 8 : 0
        anchors.rightMargin: list.grid ? 8 : 0
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        bottomMargin: 88
        cellWidth: Math.floor(width / columns)
        cellHeight: list.grid ? 140 + Theme.size(50) : Math.max(72, Theme.size(72))
        model: list.sorted
        delegate: Item {
            required property var modelData
            width: view.cellWidth
            height: view.cellHeight
            FileRow {
                x: list.grid ? 4 : 0
                width: parent.width - 2 * x
                entry: parent.modelData
                tile: list.grid
                selecting: list.selecting
                chosen: list.chosen.includes(entry.path)
                where: list.places ? entry.path.slice(0, entry.path.lastIndexOf("/")) : ""
                onClicked: list.touched(entry)
                onHeld: if (list.selectable) list.toggle(entry.path)
            }
        }
    }
}
