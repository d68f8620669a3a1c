import QtQuick
import "../../system"

// The places of one list. Holding one, or its cross, takes it out.
AppPage {
    id: view
    required property var app
    property string key
    property var row: null
    property var saves: []
    readonly property var shown: saves.filter((one) => one.list === key)
    signal removing(var row)
    signal deleting
    name: "list"
    title: row ? row.name : ""
    actions: IconButton { visible: !!view.row && !view.row.fixed; icon: "delete-outline"; label: phone.tr("Delete list"); onClicked: view.deleting() }
    Scroller {
        anchors.fill: parent
        Repeater {
            model: view.shown
            PlaceRow {
                id: line
                required property var modelData
                app: view.app
                place: view.app.placeOf(modelData)
                onClicked: view.app.showPlace(place)
                onHeld: view.removing(modelData)
                IconButton { icon: "close"; label: phone.tr("Remove") + " " + line.place.name; onClicked: view.removing(line.modelData) }
            }
        }
    }
    EmptyState { visible: view.shown.length === 0; icon: view.row ? view.row.icon : "bookmark-outline"; text: phone.tr("Nothing saved here yet"); detail: phone.tr("Open a place and tap Save.") }
}
