import QtQuick
import "../../system"

// Everyone by name under their letters, and a search field above.
AppPage {
    id: view
    property var contacts: []
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var found: {
        const matching = contacts.filter((person) => (person.name + " " + person.phone + " " + person.email).toLowerCase().includes(wanted))
        matching.sort((one, other) => one.name.localeCompare(other.name) || one._id - other._id)
        return matching.map((person, index) => Object.assign({ letter: index && letter(matching[index - 1]) === letter(person) ? "" : letter(person) }, person))
    }
    signal chosen(int number)
    signal creating
    root: true
    name: ""
    title: phone.tr("Contacts")

    function letter(person) { return Array.from(person.name || "?")[0].toUpperCase() }
    function back() {
        if (search.text === "") return false
        search.text = ""
        return true
    }

    Rectangle {
        x: 16
        width: parent.width - 32
        height: 52
        radius: 26
        color: Theme.surfaceHigh
        Icon { name: "magnify"; x: 16; anchors.verticalCenter: parent.verticalCenter }
        Field { id: search; plain: true; x: 36; width: parent.width - 88; height: 52; label: phone.tr("Search contacts"); treeId: "search"; onSubmitted: ime.hide() }
        IconButton { visible: search.text !== ""; icon: "close"; label: phone.tr("Clear search"); anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; onClicked: search.text = "" }
    }
    Scroller {
        y: 64
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.found
            ContactRow {
                required property var modelData
                name: modelData.name
                letter: modelData.letter
                starred: Number(modelData.starred) === 1
                onClicked: view.chosen(modelData._id)
            }
        }
        Item { width: 1; height: 72 }
    }
    Label {
        visible: view.found.length === 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: 140
        text: view.wanted === "" ? phone.tr("No contacts yet") : phone.tr("No contact found")
        color: Theme.onSurfaceVariant
    }
    Fab { treeLabel: phone.tr("Create contact"); onClicked: view.creating() }
}
