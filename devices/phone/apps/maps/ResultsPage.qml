import QtQuick
import "../../system"
import "kinds.js" as Kinds

// What a search found: sorted and filtered, as a list or as pins.
AppPage {
    id: view
    required property var app
    property string text
    property string order: "distance"
    property bool openOnly: false
    property bool goodOnly: false
    readonly property var matching: Kinds.found(app.known, text, phone.tr)
    readonly property var shown: sorted(matching.filter((place) => (!openOnly || Kinds.allDay(place) || Kinds.isOpen(place, phone.timestamp())) && (!goodOnly || place.rating >= 4)))
    signal chosen(var place)
    signal mapping(var all)
    function sorted(all) {
        const from = app.me || { x: app.city.size / 2, y: app.city.size / 2 }
        return all.sort((one, other) => (order === "rating" ? other.rating - one.rating : Kinds.away(from, one) - Kinds.away(from, other)) || one._id - other._id)
    }
    name: "results"
    title: text
    actions: IconButton { visible: view.shown.length > 0 && view.app.online; icon: "map-outline"; label: phone.tr("Show on map"); onClicked: view.mapping(view.shown) }
    Flickable {
        id: filters
        visible: view.app.online && view.matching.length > 0
        width: parent.width
        height: Math.max(36, Theme.size(36)) + 8
        contentWidth: chips.width + 32
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        property string treeClass: "android.widget.HorizontalScrollView"
        property bool treeScrollable: contentWidth > width
        Row {
            id: chips
            x: 16
            spacing: 8
            Chip { text: phone.tr("Nearest"); icon: "sort"; chosen: view.order === "distance"; onClicked: view.order = "distance" }
            Chip { text: phone.tr("Best rated"); chosen: view.order === "rating"; onClicked: view.order = "rating" }
            Chip { text: phone.tr("Open now"); chosen: view.openOnly; onClicked: view.openOnly = !view.openOnly }
            Chip { text: phone.tr("4 stars and more"); chosen: view.goodOnly; onClicked: view.goodOnly = !view.goodOnly }
        }
    }
    Scroller {
        y: filters.visible ? filters.height : 0
        width: parent.width
        height: parent.height - y
        visible: view.app.online
        Repeater {
            model: view.shown
            PlaceRow { required property var modelData; app: view.app; place: modelData; onClicked: view.chosen(modelData) }
        }
    }
    EmptyState { visible: !view.app.online; icon: "cloud-off-outline"; text: phone.tr("You are offline"); detail: phone.tr("Connect to a network to search. Saved places can be seen without."); action: phone.tr("Network settings"); onActed: phone.open("com.android.settings", "network", {}) }
    EmptyState { visible: view.app.online && view.matching.length === 0; icon: "map-search"; text: phone.tr("No results for “%1”").replace("%1", view.text); detail: phone.tr("Check the spelling or look for a category.") }
    EmptyState { visible: view.app.online && view.matching.length > 0 && view.shown.length === 0; icon: "filter-outline"; text: phone.tr("No place matches these filters"); action: phone.tr("Clear filters"); onActed: { view.openOnly = false; view.goodOnly = false } }
}
