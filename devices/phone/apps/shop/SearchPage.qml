import QtQuick
import QtQuick.Controls.Basic
import "../../system"
import "money.js" as Money

// Words to look for: recent ones at first, then products as one types.
AppPage {
    id: view
    required property var shop
    property string wanted
    property var searches: []
    readonly property var hits: field.text.trim() ? Money.matching(shop.products, field.text, "", shop.noFilter, phone.tr).slice(0, 8) : []
    signal submitted(string text)
    signal clearing
    name: "search"
    title: phone.tr("Search")
    Component.onCompleted: field.text = wanted
    StackView.onActivated: Qt.callLater(() => field.input.forceActiveFocus())
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("Search products"); onSubmitted: if (text.trim()) view.submitted(text.trim()) }
    Scroller {
        y: 60
        width: parent.width
        height: parent.height - y
        ListRow { visible: field.text.trim() !== ""; icon: "magnify"; title: phone.tr("Search for “{text}”").replace("{text}", field.text.trim()); treeText: title; onClicked: { ime.hide(); view.submitted(field.text.trim()) } }
        Repeater {
            model: view.hits
            ListRow { required property var modelData; icon: modelData.icon; title: modelData.name; summary: Money.text(modelData.price); treeText: title; onClicked: { ime.hide(); view.shop.show(modelData._id) } }
        }
        Item {
            visible: field.text.trim() === "" && view.searches.length > 0
            width: view.width
            height: 52
            SectionLabel { width: parent.width - clear.width - 16; text: phone.tr("Recent"); anchors.bottom: parent.bottom }
            TextButton { id: clear; anchors.right: parent.right; anchors.rightMargin: 8; anchors.bottom: parent.bottom; text: phone.tr("Clear"); onClicked: view.clearing() }
        }
        Repeater {
            model: field.text.trim() === "" ? view.searches.slice().reverse() : []
            ListRow { required property var modelData; icon: "history"; title: modelData.text; treeText: title; onClicked: { ime.hide(); view.submitted(modelData.text) } }
        }
    }
}
