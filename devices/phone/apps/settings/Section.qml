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
        anchors.fill: parent
        Repeater {
            model: phone.updated ? view.moved(view.description.items) : view.description.items
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

    // A newer version has the rows of each section in another order: the second half comes first.
    function moved(items) {
        const sections = [[]]
        for (const item of items) {
            if (item.type === "section") sections.push([item], [])
            else sections[sections.length - 1].push(item)
        }
        return [].concat(...sections.map((rows) => rows.slice(Math.ceil(rows.length / 2)).concat(rows.slice(0, Math.ceil(rows.length / 2)))))
    }
}
