import QtQuick
import QtQuick.Controls.Basic
import "../../system"
import "kinds.js" as Kinds

// Look for a place: recent searches and categories at first, suggestions while one types. With choosing set it picks a place for
// somebody else: the start of a route, one's home.
AppPage {
    id: view
    required property var app
    property bool choosing: false
    property var searches: []
    readonly property var recent: searches.slice().sort((one, other) => other.time - one.time)
    readonly property var hits: Kinds.found(choosing ? places() : app.known, field.text, phone.tr).slice(0, 12)
    signal chosen(var place, string text)
    signal submitted(string text)
    signal clearing
    name: choosing ? "pick" : "search"
    title: phone.tr("Search")
    function places() { return app.known }
    function take(row) {
        const place = app.known.find((one) => one._id === row.place)
        if (place) chosen(place, row.text)
        else submitted(row.text)
    }
    StackView.onActivated: Qt.callLater(() => field.input.forceActiveFocus())
    SearchField {
        id: field
        x: 16
        width: parent.width - 32
        label: phone.tr("Search here")
        onSubmitted: {
            if (text.trim() === "") return
            if (!view.choosing) view.submitted(text.trim())
            else if (view.hits.length) view.chosen(view.hits[0], text)
        }
    }
    Scroller {
        y: 60
        width: parent.width
        height: parent.height - y
        ListRow { visible: view.choosing && field.text === ""; icon: "crosshairs-gps"; title: phone.tr("Your location"); treeText: title; onClicked: view.app.whereAmI((me) => view.chosen(me, "")) }
        Repeater {
            model: view.choosing && field.text === "" ? view.app.known.slice(0, 12) : view.hits
            PlaceRow { required property var modelData; app: view.app; place: modelData; facts: false; onClicked: { ime.hide(); view.chosen(modelData, modelData.name) } }
        }
        EmptyState { visible: field.text.trim() !== "" && view.hits.length === 0; icon: "map-search"; text: phone.tr("No place of that name"); detail: phone.tr("Check the spelling or look for a category.") }
        SectionLabel { visible: !view.choosing && field.text === ""; text: phone.tr("Categories") }
        Flow {
            visible: !view.choosing && field.text === ""
            x: 16
            width: view.width - 32
            spacing: 8
            Repeater {
                model: Kinds.CATEGORIES
                Chip { required property var modelData; text: phone.tr(modelData[1]); icon: Kinds.icon(modelData[0]); onClicked: { ime.hide(); view.submitted(text) } }
            }
        }
        Item {
            visible: !view.choosing && field.text === "" && view.recent.length > 0
            width: view.width
            height: 52
            SectionLabel { width: parent.width - clear.width - 16; text: phone.tr("Recent"); anchors.bottom: parent.bottom }
            TextButton { id: clear; anchors.right: parent.right; anchors.rightMargin: 8; anchors.bottom: parent.bottom; text: phone.tr("Clear"); onClicked: view.clearing() }
        }
        Repeater {
            model: view.choosing || field.text !== "" ? [] : view.recent
            ListRow { required property var modelData; icon: "history"; title: modelData.text; summary: phone.formatTime(modelData.time, "ago"); treeText: title; onClicked: { ime.hide(); view.take(modelData) } }
        }
    }
}
