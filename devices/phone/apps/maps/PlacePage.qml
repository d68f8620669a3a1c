import QtQuick
import "../../system"
import "kinds.js" as Kinds

// What is known of a place, and what one can do there.
AppPage {
    id: view
    required property var app
    property var place: null
    property var saves: []
    readonly property bool kept: !!place && saves.some((row) => place._id ? row.place === place._id : row.x === place.x && row.y === place.y)
    signal saving
    name: "place"
    title: place ? place.name : ""
    actions: IconButton { icon: "share-variant"; label: phone.tr("Share"); onClicked: phone.share({ text: view.place.name + "\n" + view.place.address + "\ngeo:" + view.place.latitude + "," + view.place.longitude, subject: view.place.name, mime: "text/plain" }) }
    Scroller {
        anchors.fill: parent
        CityMap {
            width: view.width
            height: 190
            interactive: false
            city: view.app.city
            chosen: view.place
            me: view.app.me
            treeScrollable: false
            Component.onCompleted: Qt.callLater(() => zoomTo(4, view.place.x, view.place.y))
        }
        Item { width: 1; height: 12 }
        Label { x: 20; width: view.width - 40; text: view.place.name; sp: 24; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Item {
            width: view.width
            height: facts.height + 12
            Row {
                id: facts
                x: 20
                y: 4
                spacing: 4
                Label { visible: view.place.rating > 0; text: (view.place.rating || 0).toFixed(1); sp: 15 }
                Repeater { model: view.place.rating > 0 ? 5 : 0; Icon { required property int index; name: index + 0.75 <= view.place.rating ? "star" : index + 0.25 <= view.place.rating ? "star-half-full" : "star-outline"; size: 16; color: "#F9AB00"; height: parent.height } }
                Label { text: (view.place.rating > 0 ? "(" + view.place.reviews + ") · " : "") + phone.tr(Kinds.label(view.place.kind)); sp: 15; color: Theme.onSurfaceVariant }
            }
        }
        Flow {
            x: 16
            width: view.width - 32
            spacing: 8
            TextButton { filled: true; text: phone.tr("Directions"); onClicked: view.app.directions(view.place) }
            Chip { height: 44; icon: view.kept ? "bookmark" : "bookmark-outline"; text: view.kept ? phone.tr("Saved") : phone.tr("Save"); chosen: view.kept; onClicked: view.saving() }
            Chip { visible: !!view.place.phone; height: 44; icon: "phone"; text: phone.tr("Call"); onClicked: phone.openUri("tel:" + view.place.phone.replace(/[^+\d]/g, "")) }
        }
        Item { width: 1; height: 12 }
        ListRow { icon: "map-marker-outline"; title: view.place.address; summary: phone.tr("Hold to copy"); treeText: title; onClicked: phone.showToast(phone.tr("Hold to copy")); onHeld: { phone.copy(view.place.address); phone.showToast(phone.tr("Copied")) } }
        ListRow { visible: !["pin", "me"].includes(view.place.kind); treeClickable: false; icon: "clock-outline"; title: Kinds.hours(view.place, phone.timestamp(), phone.tr); summary: Kinds.allDay(view.place) ? "" : phone.tr("Every day") + " " + Kinds.clock(view.place.opens) + " – " + Kinds.clock(view.place.closes) }
        ListRow { visible: !!view.place.phone; icon: "phone-outline"; title: "\u2066" + view.place.phone + "\u2069"; treeText: view.place.phone; onClicked: phone.openUri("tel:" + view.place.phone.replace(/[^+\d]/g, "")) }
        ListRow { treeClickable: false; icon: "compass-outline"; title: "\u2066" + view.place.latitude.toFixed(5) + ", " + view.place.longitude.toFixed(5) + "\u2069" }
        Label { visible: text !== ""; x: 20; width: view.width - 40; topPadding: 8; text: view.place.about || ""; sp: 15; wrapMode: Text.WordWrap; elide: Text.ElideNone; color: Theme.onSurfaceVariant }
    }
}
