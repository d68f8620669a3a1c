import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Files and folders whose names contain what is typed.
ListPage {
    id: view
    name: "search"
    heading: phone.tr("Search")
    entries: listing.entries
    places: true
    room: 64
    property alias wanted: field.text
    StackView.onActivated: if (field.text === "") Qt.callLater(() => field.input.forceActiveFocus())
    function back() {
        if (list.selecting) { done(); return true }
        return false
    }
    Listing { id: listing; method: "search"; values: ({ text: field.text.trim(), hidden: view.hidden }) }
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("Search files") }
    EmptyState {
        visible: view.entries.length === 0
        icon: "magnify"
        text: field.text.trim() === "" ? phone.tr("Type a name to search for") : phone.tr("No matches")
        detail: field.text.trim() === "" ? "" : phone.tr("Nothing is called “%1”").replace("%1", field.text.trim())
    }
}
