import QtQuick
import "../../system"

// Home, work, and the lists of places.
AppPage {
    id: view
    required property var app
    property var lists: []
    property var saves: []
    signal chosen(string key)
    signal creating
    name: "saved"
    title: phone.tr("Saved places")
    function one(key) { return saves.find((row) => row.list === key) || null }
    Scroller {
        anchors.fill: parent
        Private { key: "home"; icon: "home"; title: phone.tr("Home address") }
        Private { key: "work"; icon: "briefcase"; title: phone.tr("Work address") }
        SectionLabel { text: phone.tr("Your lists") }
        Repeater {
            model: view.lists
            ListRow {
                required property var modelData
                icon: modelData.icon
                title: modelData.name
                summary: phone.tr("Places: {n}").replace("{n}", view.saves.filter((row) => row.list === modelData.key).length)
                treeText: title
                onClicked: view.chosen(modelData.key)
            }
        }
        Item { width: 1; height: 72 }
    }
    Fab { treeLabel: phone.tr("New list"); onClicked: view.creating() }
    component Private: ListRow {
        id: row
        property string key
        readonly property var place: view.one(key)
        iconColour: "#0B57D0"
        summary: place ? place.address : phone.tr("Set the address")
        treeText: title
        onClicked: place ? view.app.showPlace(Object.assign({}, view.app.placeOf(place))) : change()
        function change() { view.app.pick(title, (chosen) => { view.app.back(); view.app.setPrivate(row.key, chosen) }) }
        IconButton { icon: "pencil-outline"; label: phone.tr("Change") + " " + row.title; onClicked: row.change() }
    }
}
