import QtQuick
import "../../system"
import "kinds.js" as Kinds

// The map with its search field, categories, zoom, and a card of the place that was touched.
AppPage {
    id: view
    required property var app
    property var chosen: null
    property var pins: []
    signal searching
    signal saving
    signal preferring
    root: true
    name: ""
    title: phone.tr("Maps")
    actions: [
        IconButton { icon: "bookmark-outline"; label: phone.tr("Saved"); onClicked: view.saving() },
        IconButton { icon: "cog-outline"; label: phone.tr("Settings"); onClicked: view.preferring() }
    ]
    function back() {
        if (chosen) { chosen = null; return true }
        if (pins.length) { pins = []; return true }
        return false
    }
    function showPins(all) { chosen = null; pins = all; map.fit(all.map((place) => [place.x, place.y])) }
    Component.onCompleted: Qt.callLater(() => { const spot = app.me || app.known[0]; if (spot) map.centre(spot.x, spot.y) })

    CityMap {
        id: map
        anchors.fill: parent
        city: view.app.city
        places: view.app.known
        pins: view.pins
        me: view.app.me
        chosen: view.chosen
        onPlaceTapped: (place) => view.chosen = place
        onGroundTapped: view.chosen = null
        onGroundHeld: (x, y) => view.chosen = view.app.dropped(x, y)
    }
    Rectangle {
        x: 12; y: 4
        width: parent.width - 24; height: 52; radius: 26
        color: Theme.surfaceContainer
        border.width: 1; border.color: Theme.outlineVariant
        Pressable {
            anchors.fill: parent
            radius: 26
            treeClass: "android.widget.EditText"
            treeId: "search_box"
            treeText: phone.tr("Search here")
            onClicked: view.searching()
            Icon { name: "magnify"; x: 16; anchors.verticalCenter: parent.verticalCenter }
            Label { x: 52; width: parent.width - 110; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Search here"); color: Theme.onSurfaceVariant }
        }
    }
    Flickable {
        y: 64
        width: parent.width
        height: Math.max(36, Theme.size(36))
        contentWidth: chips.width + 24
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        property string treeClass: "android.widget.HorizontalScrollView"
        property bool treeScrollable: true
        Row {
            id: chips
            x: 12
            spacing: 8
            Repeater {
                model: Kinds.CATEGORIES.slice(0, 6)
                Rectangle {
                    required property var modelData
                    width: chip.width; height: chip.height; radius: 10; color: Theme.surfaceContainer
                    Chip { id: chip; text: phone.tr(modelData[1]); icon: Kinds.icon(modelData[0]); onClicked: view.app.results(text) }
                }
            }
        }
    }
    Rectangle {
        visible: !view.app.online
        y: 72 + Theme.size(36)
        x: 12
        width: parent.width - 24
        height: Math.max(44, words.implicitHeight + 20)
        radius: 12
        color: Theme.errorContainer
        Icon { x: 14; anchors.verticalCenter: parent.verticalCenter; name: "cloud-off-outline"; size: 20; color: Theme.onSurface }
        Label { id: words; x: 46; width: parent.width - 60; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Offline. Only saved places can be found."); sp: 14; wrapMode: Text.WordWrap }
    }
    Grid {
        columns: view.height < 420 ? 4 : 1
        anchors.right: parent.right
        anchors.rightMargin: 14
        anchors.bottom: sheet.visible ? sheet.top : parent.bottom
        anchors.bottomMargin: 16
        spacing: 10
        MapButton { icon: "plus"; label: phone.tr("Zoom in"); enabled: map.level < map.zooms.length - 1; onClicked: map.zoomBy(1) }
        MapButton { icon: "minus"; label: phone.tr("Zoom out"); enabled: map.level > map.lowest; onClicked: map.zoomBy(-1) }
        MapButton { icon: view.app.me ? "crosshairs-gps" : "crosshairs"; label: phone.tr("My location"); onClicked: view.app.whereAmI((me) => map.zoomTo(4, me.x, me.y)) }
        MapButton { icon: "directions"; label: phone.tr("Directions"); strong: true; onClicked: view.app.directions(view.chosen) }
    }
    Rectangle {
        id: sheet
        visible: view.chosen !== null
        anchors.bottom: parent.bottom
        width: parent.width
        height: row.height + 16
        color: Theme.surfaceContainer
        PlaceRow { id: row; y: 8; app: view.app; place: view.chosen || ({ name: "", kind: "pin", address: "" }); onClicked: view.app.showPlace(view.chosen) }
    }
    component MapButton: Pressable {
        property string icon
        property string label
        property bool strong: false
        id: button
        width: 48; height: 48; radius: strong ? 16 : 24
        treeClass: "android.widget.ImageButton"
        treeLabel: label
        treeClickable: enabled
        Rectangle { anchors.fill: parent; z: -1; radius: button.radius; color: button.strong ? Theme.primary : Theme.surfaceContainer; border.width: button.strong ? 0 : 1; border.color: Theme.outlineVariant }
        Icon { anchors.centerIn: parent; name: button.icon; color: button.strong ? Theme.onPrimary : button.enabled ? Theme.onSurface : Theme.outlineVariant }
    }
}
