import QtQuick
import "../../system"

// One page: its items from pages.json, and below them what only this page can show.
AppPage {
    id: view
    property var app
    property var values: ({})
    readonly property var description: app.pages[name]
    root: name === ""
    secure: description.secure === true
    title: phone.tr(description.title)
    function back() { return part.item && part.item.back ? part.item.back() : false }
    Scroller {
        id: list
        anchors.fill: parent
        readonly property Item focused: Window.activeFocusItem
        onFocusedChanged: Qt.callLater(view.reveal)
        onHeightChanged: view.reveal()
        Repeater {
            model: view.description.items
            Loader {
                id: place
                required property var modelData
                width: view.width
                visible: !item || !item.hidden
                sourceComponent: modelData.type === "slider" ? slider : plain
                onLoaded: item.entry = modelData
            }
        }
        Loader {
            id: part
            width: view.width
            Component.onCompleted: if (view.description.view) setSource(view.description.view + ".qml", { app: view.app, page: view })
        }
    }
    Component { id: plain; ItemRow { app: view.app } }
    Component { id: slider; SliderRow { app: view.app } }

    // Bring a field that has the focus back into view when the keyboard has taken its place.
    function reveal() {
        const item = list.focused
        let above = item
        while (above && above !== list.contentItem) above = above.parent
        if (!item || !above || list.height <= 0) return
        const place = item.mapToItem(list.contentItem, 0, 0).y
        if (place - 16 < list.contentY) list.contentY = Math.max(0, place - 16)
        else if (place + item.height + 24 > list.contentY + list.height) list.contentY = place + item.height + 24 - list.height
    }
}
