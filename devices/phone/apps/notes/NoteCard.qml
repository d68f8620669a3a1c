import QtQuick
import "../../system"

// One note in the list: its title and its first lines.
Pressable {
    id: card
    property var note: ({ title: "", body: "" })
    readonly property bool checklist: Number(note.checklist || 0) === 1
    readonly property bool pinned: Number(note.pinned || 0) === 1
    readonly property string paper: colours.paper(note.colour || "")
    height: words.height + 32
    radius: 16
    treeText: note.title || note.body || ""
    treeClass: "android.widget.FrameLayout"
    Rectangle { z: -1; anchors.fill: parent; radius: 16; color: card.paper || Theme.surfaceContainer; border.width: card.paper ? 0 : 1; border.color: Theme.outlineVariant }
    Column {
        id: words
        x: 16
        y: 16
        width: card.width - 32
        spacing: 4
        Label { width: parent.width - (card.pinned ? 28 : 0); text: card.note.title || ""; visible: text !== ""; sp: 18; wrapMode: Text.Wrap; maximumLineCount: 3; font.weight: Font.Medium }
        Label {
            width: parent.width
            text: card.checklist ? "" : card.note.body || ""
            visible: text !== ""
            sp: 14
            color: Theme.onSurfaceVariant
            wrapMode: Text.Wrap
            maximumLineCount: 4
            lineHeight: 1.15
        }
        Repeater {
            model: card.checklist ? String(card.note.body || "").split("\n").filter((line) => line).slice(0, 4) : []
            Item {
                id: item
                required property string modelData
                readonly property bool on: modelData.startsWith("[x]")
                width: words.width
                height: line.height + 2
                CheckBox { on: item.on; size: 18; anchors.verticalCenter: parent.verticalCenter }
                Label { id: line; x: 26; width: parent.width - x; text: item.modelData.replace(/^\[[ x]\] ?/, ""); sp: 14; font.strikeout: item.on; color: Theme.onSurfaceVariant }
            }
        }
    }
    Icon { visible: card.pinned; name: "pin"; size: 20; anchors.right: parent.right; anchors.rightMargin: 14; y: 16; color: Theme.primary }
    NoteColours { id: colours }
}
