import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Events by their words: title, place, notes, guests.
AppPage {
    id: view
    property string query
    readonly property string wanted: field.text.trim().toLowerCase()
    readonly property var found: wanted ? store.call("calendar", "search", { text: wanted, revision: store.revision }).events : []
    signal opening(var event)
    name: "search"
    title: phone.tr("Search events")
    Component.onCompleted: field.text = query
    StackView.onActivated: if (!query) Qt.callLater(() => field.input.forceActiveFocus())
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("Title, place or guest") }
    Scroller {
        y: 64
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.found
            EventRow { required property var modelData; dated: true; event: modelData; onClicked: { ime.hide(); view.opening(modelData) } }
        }
    }
    EmptyState { visible: view.wanted !== "" && view.found.length === 0; icon: "magnify"; text: phone.tr("No event found"); detail: phone.tr("Only calendars that are switched on are searched.") }
}
