import QtQuick
import "../../system"

// A text file to read. The pencil goes on to the editor.
AppPage {
    id: view
    property var desk
    property string path
    readonly property var read: known.answer
    signal editing
    name: "text"
    title: path.split("/").pop()
    Listing { id: known; method: "read"; values: ({ path: view.path }) }
    actions: [
        IconButton { visible: !view.read.error; icon: "pencil-outline"; label: phone.tr("Edit"); onClicked: view.editing() },
        Menu {
            entries: [
                { text: phone.tr("Share"), icon: "share-variant", enabled: !view.read.error, act: () => view.desk.share([{ path: view.path, name: view.title, kind: "text" }]) },
                { text: phone.tr("Details"), icon: "information-outline", act: () => view.desk.details(view.path) },
            ]
        }
    ]
    Scroller {
        visible: !view.read.error
        anchors.fill: parent
        Label {
            x: 20
            width: view.width - 40
            wrapMode: Text.Wrap
            verticalAlignment: Text.AlignTop
            text: view.read.text || ""
            sp: 15
            lineHeight: 1.25
        }
    }
    EmptyState {
        visible: !!view.read.error
        icon: view.read.error === "binary" ? "file-outline" : "file-document-outline"
        text: view.read.error === "binary" ? phone.tr("This file is not text") : phone.tr("This file is no longer there")
        detail: view.path
    }
    EmptyState { visible: !view.read.error && view.read.text === ""; icon: "file-document-outline"; text: phone.tr("This file is empty") }
}
