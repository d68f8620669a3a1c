import QtQuick
import "../../system"

// What one person wrote.
Item {
    id: row
    property var review: ({ author: "", stars: 0, text: "", time: 0, mine: 0 })
    signal deleting
    width: parent ? parent.width : 0
    height: column.height + 20
    Avatar { x: 20; y: 10; name: row.review.author }
    Column {
        id: column
        x: 72
        y: 10
        width: row.width - 92 - (row.review.mine ? 40 : 0)
        spacing: 3
        Label { width: parent.width; text: row.review.author; sp: 15; font.weight: Font.Medium }
        Flow {
            width: parent.width
            spacing: 1
            Repeater { model: 5; Icon { required property int index; name: index < row.review.stars ? "star" : "star-outline"; size: 15; color: "#F9AB00" } }
            Label { leftPadding: 6; text: phone.formatTime(row.review.time, "date"); sp: 12; color: Theme.onSurfaceVariant }
        }
        Label { width: parent.width; text: row.review.text; sp: 14; wrapMode: Text.WordWrap; elide: Text.ElideNone; color: Theme.onSurfaceVariant }
    }
    IconButton { visible: Number(row.review.mine) === 1; anchors.right: parent.right; anchors.rightMargin: 8; icon: "delete-outline"; label: phone.tr("Delete your review"); onClicked: row.deleting() }
}
