import QtQuick
import "../../system"

// One block of a page, by its kind. link(url): somewhere else; forms hand their values on.
Loader {
    id: loader
    property var block: ({})
    property bool hit: false  // the words that are searched for stand here
    property bool front: false  // and this is where the search is now
    property string colour
    property var wrong: []  // names of fields that are missing
    signal followed(string url)
    signal held(string url, string text)
    signal sent(string form, var values)
    signal searched(string url)
    signal downloaded(string name)
    signal choosing(var field, string value, var then)
    sourceComponent: ({ heading: words, text: words, note: note, link: link, image: picture, list: list, table: table, form: form, search: search, download: download })[block.kind] || null
    Rectangle { anchors.fill: parent; anchors.leftMargin: 8; anchors.rightMargin: 8; visible: loader.hit; z: -1; radius: 6; color: "#F9AB00"; opacity: loader.front ? 0.5 : 0.2 }

    Component {
        id: words
        Item {
            height: line.height + (loader.block.kind === "heading" ? 20 : 12)
            Label { id: line; x: 20; width: parent.width - 40; anchors.verticalCenter: parent.verticalCenter; text: loader.block.text; sp: loader.block.kind === "heading" ? 24 : 16; wrapMode: Text.Wrap; elide: Text.ElideNone; lineHeight: loader.block.kind === "heading" ? 1 : 1.15 }
        }
    }
    Component {
        id: note
        Item {
            height: box.height + 16
            Rectangle {
                id: box
                x: 20; y: 8
                width: parent.width - 40
                height: line.height + 28
                radius: 12
                color: Theme.primaryContainer
                Label { id: line; x: 16; y: 14; width: parent.width - 32; text: loader.block.text; wrapMode: Text.Wrap; elide: Text.ElideNone; color: Theme.onPrimaryContainer }
            }
        }
    }
    Component {
        id: link
        Pressable {
            height: Math.max(48, lines.height + 16)
            treeClass: "android.view.View"
            treeText: loader.block.text
            onClicked: loader.followed(loader.block.url)
            onHeld: loader.held(loader.block.url, loader.block.text)
            Column {
                id: lines
                x: 20
                width: parent.width - 40
                anchors.verticalCenter: parent.verticalCenter
                spacing: 2
                Label { property bool treeHidden: true; width: parent.width; text: loader.block.text; sp: 17; color: Theme.primary; wrapMode: Text.Wrap; elide: Text.ElideNone }
                Label { visible: text !== ""; width: parent.width; text: loader.block.summary || ""; sp: 14; color: Theme.onSurfaceVariant; maximumLineCount: 2; wrapMode: Text.Wrap }
            }
        }
    }
    Component {
        id: picture
        Item {
            property string treeClass: "android.widget.Image"
            property string treeLabel: loader.block.text
            height: 172
            Rectangle {
                x: 20; y: 6
                width: parent.width - 40
                height: 160
                radius: 16
                gradient: Gradient {
                    GradientStop { position: 0; color: loader.block.colours[0] }
                    GradientStop { position: 1; color: loader.block.colours[1] }
                }
                Icon { anchors.centerIn: parent; name: loader.block.icon; size: 84; color: "#FFFFFF" }
            }
        }
    }
    Component {
        id: list
        Column {
            topPadding: 4
            bottomPadding: 8
            spacing: 6
            Repeater {
                model: loader.block.items
                Item {
                    required property string modelData
                    width: loader.width
                    height: point.height
                    Rectangle { x: 28; y: Theme.size(8); width: 6; height: 6; radius: 3; color: Theme.onSurfaceVariant }
                    Label { id: point; x: 44; width: parent.width - 64; text: parent.modelData; wrapMode: Text.Wrap; elide: Text.ElideNone }
                }
            }
        }
    }
    Component { id: table; BlockTable { block: loader.block } }
    Component { id: form; BlockForm { block: loader.block; colour: loader.colour; wrong: loader.wrong; onSent: (values) => loader.sent(loader.block.name, values); onChoosing: (field, value, then) => loader.choosing(field, value, then) } }
    Component {
        id: search
        Item {
            height: 68
            SearchField { id: field; x: 20; y: 8; width: parent.width - 40; label: loader.block.label; treeId: "q"; Component.onCompleted: text = loader.block.value; onSubmitted: if (text.trim() !== "") loader.searched(loader.block.to + "?q=" + encodeURIComponent(text.trim())) }
        }
    }
    Component {
        id: download
        Pressable {
            height: Math.max(52, Theme.size(52))
            treeClass: "android.view.View"
            treeText: loader.block.text
            onClicked: loader.downloaded(loader.block.name)
            Icon { x: 20; anchors.verticalCenter: parent.verticalCenter; name: "download"; color: Theme.primary }
            Label { property bool treeHidden: true; x: 56; width: parent.width - 76; anchors.verticalCenter: parent.verticalCenter; text: loader.block.text; color: Theme.primary }
        }
    }
}
