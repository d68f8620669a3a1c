import QtQuick
import "../../system"
import "photos.js" as Days

// Pictures in lines under their days. A long press begins to select; then a tap selects more.
ListView {
    id: grid
    property var photos: []
    property bool days: true
    property var chosen: []  // paths
    readonly property bool selecting: chosen.length > 0
    readonly property int columns: Math.max(3, Math.floor(width / 128))
    readonly property real side: Math.floor((width - 2 * (columns - 1)) / columns)
    property string treeClass: "androidx.recyclerview.widget.RecyclerView"
    property bool treeScrollable: contentHeight + bottomMargin > height
    signal opened(var photo)

    function toggle(path) { chosen = chosen.includes(path) ? chosen.filter((one) => one !== path) : chosen.concat([path]) }
    onPhotosChanged: {
        const kept = chosen.filter((path) => photos.some((photo) => photo.path === path))
        if (kept.length !== chosen.length) chosen = kept
    }
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: 400
    bottomMargin: 16
    model: days ? Days.lines(photos, columns, (moment) => phone.formatTime(moment, "dayLong"))
        : Array.from({ length: Math.ceil(photos.length / columns) }, (_, line) => ({ day: "", cells: photos.slice(line * columns, (line + 1) * columns) }))
    delegate: Item {
        id: line
        required property var modelData
        width: grid.width
        height: modelData.day !== "" ? Math.max(48, Theme.size(48)) : grid.side + 2
        Label { visible: line.modelData.day !== ""; x: 16; width: parent.width - 32; anchors.bottom: parent.bottom; anchors.bottomMargin: 10; text: line.modelData.day; sp: 14; font.weight: Font.Medium }
        Row {
            spacing: 2
            Repeater {
                model: line.modelData.cells
                Thumb {
                    required property var modelData
                    photo: modelData
                    width: grid.side
                    height: grid.side
                    selecting: grid.selecting
                    chosen: grid.chosen.includes(modelData.path)
                    onClicked: if (grid.selecting) grid.toggle(photo.path); else grid.opened(photo)
                    onHeld: grid.toggle(photo.path)
                }
            }
        }
    }
}
