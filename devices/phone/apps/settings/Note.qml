import QtQuick
import "../../system"

// A sentence between rows: why a list is empty, what a page is for.
Item {
    property alias text: words.text
    property alias tone: words.color
    width: parent ? parent.width : 0
    height: words.height + 24
    Label { id: words; x: 24; y: 12; width: parent.width - 48; sp: 14; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant }
}
