import QtQuick
import "../../system"

// Fields below each other, away from the edges.
Item {
    id: form
    property var app
    property var page
    default property alias fields: column.data
    height: column.height + 32
    Column { id: column; x: 24; y: 16; width: parent.width - 48; spacing: 16 }
}
