import QtQuick
import "../../system"

// Everyone by name under their letters, or the favourites alone, and a search field above.
AppPage {
    id: view
    property var contacts: []
    property bool only: false  // the favourites
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var found: {
        const kept = contacts.filter((person) => (!only || Number(person.starred) === 1) && describe(person).includes(wanted))
        const sorted = store.call("contacts", "sort", { names: kept.map((person) => person.name || "") })
        let last = ""
        return sorted.order.map((place) => {
            const letter = sorted.letters[place] === last ? "" : sorted.letters[place]
            last = sorted.letters[place]
            return Object.assign({ letter: letter }, kept[place])
        })
    }
    signal chosen(int number)
    signal creating
    root: true
    name: only ? "favourites" : ""
    title: phone.tr("Contacts")

    function describe(person) { return [person.name, person.phone, person.email, person.company].join(" ").toLowerCase() }
    function back() {
        if (search.text !== "") { search.text = ""; return true }
        if (!only) return false
        only = false
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
    TabStrip { id: tabs; y: 58; labels: [phone.tr("All"), phone.tr("Favourites")]; current: view.only ? 1 : 0; onChosen: (index) => view.only = index === 1 }
    Scroller {
        y: tabs.y + tabs.height + 4
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.found
            ContactRow {
                required property var modelData
                name: modelData.name || modelData.phone || modelData.email || phone.tr("No name")
                letter: modelData.letter
                starred: Number(modelData.starred) === 1
                onClicked: view.chosen(modelData._id)
            }
        }
        Item { width: 1; height: 72 }
    }
    EmptyState {
        visible: view.found.length === 0
        icon: view.wanted !== "" ? "magnify" : view.only ? "star-outline" : "account-outline"
        text: view.wanted !== "" ? phone.tr("No contact found") : view.only ? phone.tr("No favourites yet") : phone.tr("No contacts yet")
    }
    Fab { treeLabel: phone.tr("Create contact"); onClicked: view.creating() }
}
