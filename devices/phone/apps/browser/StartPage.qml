import QtQuick
import "../../system"

// What a new tab shows: the sites, and one's bookmarks.
Scroller {
    id: start
    property var sites: []  // {title, url, colour}
    property var bookmarks: []
    signal followed(string url)
    signal held(string url, string text)
    spacing: 4
    SectionLabel { text: phone.tr("Sites") }
    Grid {
        id: grid
        x: 12
        width: parent.width - 24
        columns: Math.max(Theme.fontScale > 1.2 ? 3 : 4, Math.floor(width / 110))
        Repeater {
            model: start.sites
            Pressable {
                id: tile
                required property var modelData
                width: grid.width / grid.columns
                height: Math.max(76 + Theme.size(34), 76 + called.height)
                radius: 16
                treeText: modelData.title
                onClicked: start.followed(modelData.url)
                onHeld: start.held(modelData.url, modelData.title)
                Rectangle { width: 52; height: 52; radius: 26; y: 10; anchors.horizontalCenter: parent.horizontalCenter; color: tile.modelData.colour
                    Label { property bool treeHidden: true; anchors.centerIn: parent; text: Array.from(tile.modelData.title)[0]; font.pixelSize: 24; color: "#FFFFFF" } }
                Label { id: called; property bool treeHidden: true; x: 4; y: 68; width: parent.width - 8; horizontalAlignment: Text.AlignHCenter; text: tile.modelData.title; font.pixelSize: Theme.fit(text, 12, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
            }
        }
    }
    SectionLabel { text: phone.tr("Bookmarks") }
    Repeater {
        model: start.bookmarks
        ListRow { required property var modelData; icon: "bookmark-outline"; title: modelData.title; treeText: title; summary: modelData.url; onClicked: start.followed(modelData.url); onHeld: start.held(modelData.url, modelData.title) }
    }
    Label { visible: start.bookmarks.length === 0; x: 24; width: parent.width - 48; text: phone.tr("No bookmarks yet"); color: Theme.onSurfaceVariant }
}
