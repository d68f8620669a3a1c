import QtQuick
import "../../system"

// How full the phone is, by kind of file.
Column {
    id: view
    property var app
    property var page
    readonly property var space: { store.revision; return store.call("settings", "space", {}) }
    readonly property real used: space.system + space.apps + kinds.reduce((sum, kind) => sum + kind.bytes, 0)
    readonly property var kinds: [
        { icon: "image", title: phone.tr("Images"), bytes: space.images, colour: "#D81B60" },
        { icon: "video", title: phone.tr("Videos"), bytes: space.videos, colour: "#E65100" },
        { icon: "music-note", title: phone.tr("Audio files"), bytes: space.audio, colour: "#8430CE" },
        { icon: "file-document", title: phone.tr("Documents"), bytes: space.documents, colour: "#1967D2" },
        { icon: "file", title: phone.tr("Other files"), bytes: space.other, colour: "#5F6368" },
    ]
    Column {
        x: 24
        width: parent.width - 48
        topPadding: 12
        bottomPadding: 8
        spacing: 10
        Label { width: parent.width; sp: 32; text: view.app.facts.bytes(view.used) }
        Label { width: parent.width; sp: 14; color: Theme.onSurfaceVariant; text: phone.tr("used of %1").arg(view.app.facts.bytes(view.space.total)) }
        Rectangle {
            width: parent.width; height: 14; radius: 7
            color: Theme.primaryContainer
            Rectangle { width: parent.width * view.used / view.space.total; height: 14; radius: 7; color: Theme.primary }
        }
    }
    ListRow { icon: "broom"; title: phone.tr("Free up space"); summary: phone.tr("Delete large files"); treeText: title; onClicked: view.app.show("storage/free") }
    ShareRow { icon: "android"; title: phone.tr("System"); amount: view.app.facts.bytes(view.space.system); share: view.space.system / view.used; treeClickable: false }
    ShareRow { icon: "apps"; title: phone.tr("Apps"); amount: view.app.facts.bytes(view.space.apps); share: view.space.apps / view.used; onClicked: view.app.show("apps/all") }
    Repeater {
        model: view.kinds
        ShareRow { required property var modelData; icon: modelData.icon; title: modelData.title; amount: view.app.facts.bytes(modelData.bytes); share: modelData.bytes / view.used; bar: modelData.colour; onClicked: view.app.show("storage/free", { kind: modelData.icon }) }
    }
}
