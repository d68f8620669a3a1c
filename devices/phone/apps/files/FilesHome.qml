import QtQuick
import "../../system"
import "sizes.js" as Sizes

// The way in: search, kinds of files, and the storage with how full it is.
AppPage {
    id: view
    property var desk
    readonly property var storage: known.answer
    root: true
    name: ""
    title: phone.tr("Files")
    Listing { id: known; method: "storage" }
    actions: IconButton { icon: "magnify"; label: phone.tr("Search files"); onClicked: view.desk.go("search") }
    Scroller {
        anchors.fill: parent
        spacing: 8
        SectionLabel { text: phone.tr("Categories") }
        Grid {
            id: kinds
            x: 16
            width: view.width - 32
            columns: Math.max(1, Math.min(3, Math.floor(view.width / Theme.fontScale / 160)))
            spacing: 8
            Repeater {
                model: [
                    { kind: "download", text: phone.tr("Downloads"), icon: "download", colour: "#188038" },
                    { kind: "image", text: phone.tr("Images"), icon: "image-outline", colour: "#D81B60" },
                    { kind: "video", text: phone.tr("Videos"), icon: "movie", colour: "#8430CE" },
                    { kind: "audio", text: phone.tr("Audio"), icon: "music-note", colour: "#E65100" },
                    { kind: "document", text: phone.tr("Documents"), icon: "file-document-outline", colour: "#1967D2" },
                    { kind: "archive", text: phone.tr("Archives"), icon: "folder-zip", colour: "#B06000" },
                ]
                Pressable {
                    id: kind
                    required property var modelData
                    readonly property int bytes: view.storage.sizes[modelData.kind] || 0
                    width: (kinds.width - kinds.spacing * (kinds.columns - 1)) / kinds.columns
                    height: Math.max(68, Theme.size(68))
                    radius: 16
                    treeText: modelData.text
                    onClicked: view.desk.go("category", { kind: modelData.kind })
                    Rectangle { anchors.fill: parent; radius: 16; color: Theme.surfaceContainer; z: -1 }
                    Rectangle { x: 12; width: 40; height: 40; radius: 20; anchors.verticalCenter: parent.verticalCenter; color: kind.modelData.colour; opacity: Theme.dark ? 0.4 : 0.14 }
                    Icon { x: 12; width: 40; anchors.verticalCenter: parent.verticalCenter; name: kind.modelData.icon; color: Theme.dark ? Theme.onSurface : kind.modelData.colour }
                    Label { x: 62; y: kind.bytes ? parent.height / 2 - height : (parent.height - height) / 2; width: parent.width - x - 8; text: kind.modelData.text; sp: 15; font.weight: Font.Medium }
                    Label { visible: kind.bytes > 0; x: 62; y: parent.height / 2 + 1; width: parent.width - x - 8; text: Sizes.text(kind.bytes); sp: 12; color: Theme.onSurfaceVariant }
                }
            }
        }
        SectionLabel { text: phone.tr("Storage") }
        Pressable {
            x: 16
            width: view.width - 32
            height: card.height
            radius: 20
            treeText: phone.tr("Internal storage")
            onClicked: view.desk.go("folder")
            StorageCard { id: card; width: parent.width; storage: view.storage; z: -1 }
        }
        ListRow { icon: "trash-can-outline"; treeText: title; title: phone.tr("Bin"); summary: view.storage.counts.trash ? Sizes.text(view.storage.sizes.trash || 0) : phone.tr("Empty"); onClicked: view.desk.go("trash") }
        ListRow { icon: "eye-outline"; treeText: title; title: phone.tr("Show hidden files"); onClicked: toggled.flip(); treeCheckable: true; treeChecked: toggled.on
            Toggle {
                id: toggled
                function flip() { store.put("secure", "files_hidden", on ? "0" : "1") }
                on: Stored.setting("secure/files_hidden", "0") === "1"
            }
        }
    }
}
