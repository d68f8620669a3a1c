import QtQuick
import "../../system"

// Rows and columns; the first row names the columns, where it has names.
Column {
    id: table
    property var block: ({ head: [], rows: [] })
    readonly property var lines: (block.head.some((name) => name !== "") ? [block.head] : []).concat(block.rows)
    readonly property bool named: lines.length > block.rows.length
    topPadding: 6
    bottomPadding: 10
    Repeater {
        model: table.lines
        Item {
            id: line
            required property var modelData
            required property int index
            width: table.width
            height: cells.height + 16
            Rectangle { x: 20; width: parent.width - 40; height: parent.height; color: table.named && line.index === 0 ? Theme.surfaceHigh : "transparent" }
            Rectangle { x: 20; width: parent.width - 40; height: 1; anchors.bottom: parent.bottom; color: Theme.outlineVariant }
            Row {
                id: cells
                x: 28; y: 8
                Repeater {
                    model: line.modelData
                    Label { required property string modelData; width: (table.width - 56) / line.modelData.length; rightPadding: 8; text: modelData; sp: 15; wrapMode: Text.Wrap; elide: Text.ElideNone; font.weight: table.named && line.index === 0 ? Font.Medium : Font.Normal }
                }
            }
        }
    }
}
