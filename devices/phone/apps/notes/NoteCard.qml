import QtQuick
import "../../system"

// One note in the list: its title and its first lines.
Pressable {
    id: card
    property var note: ({ title: "", body: "" })
    height: words.height + 32
    radius: 16
    treeText: note.title || note.body || ""
    treeClass: "android.widget.FrameLayout"
    Rectangle { z: -1; anchors.fill: parent; radius: 16; color: Theme.surfaceContainer; border.width: 1; border.color: Theme.outlineVariant }
    Column {
        id: words
        x: 16
        y: 16
        width: card.width - 32
        spacing: 4
        Label { width: parent.width; text: card.note.title || ""; visible: text !== ""; sp: 18; font.weight: Font.Medium }
        Label {
            width: parent.width
            text: card.note.body || ""
            visible: text !== ""
            sp: 14
            color: Theme.onSurfaceVariant
            wrapMode: Text.Wrap
            maximumLineCount: 4
            lineHeight: 1.15
        }
    }
}
