import QtQuick
import "../../system"
import "money.js" as Money

// Which products the list behind it shows: price, rating, stock.
AppPage {
    id: view
    required property var shop
    signal done
    name: "filter"
    title: phone.tr("Filter")
    actions: TextButton { text: phone.tr("Reset"); onClicked: view.shop.filter = Object.assign({}, view.shop.noFilter, { order: view.shop.filter.order }) }
    function put(values) { shop.filter = Object.assign({}, shop.filter, values) }
    Scroller {
        width: parent.width
        height: parent.height - 76
        SectionLabel { text: phone.tr("Price") }
        Flow {
            x: 20
            width: view.width - 40
            spacing: 8
            Repeater { model: Money.PRICES; Chip { required property var modelData; text: phone.tr(modelData[1]); chosen: view.shop.filter.price === modelData[0]; onClicked: view.put({ price: modelData[0] }) } }
        }
        SectionLabel { text: phone.tr("Rating") }
        Flow {
            x: 20
            width: view.width - 40
            spacing: 8
            Repeater { model: [0, 3, 4, 4.5]; Chip { required property var modelData; icon: modelData ? "star" : ""; text: modelData ? phone.tr("{n} and more").replace("{n}", modelData) : phone.tr("Any rating"); chosen: view.shop.filter.rating === modelData; onClicked: view.put({ rating: modelData }) } }
        }
        Item { width: 1; height: 16 }
        SwitchRow { title: phone.tr("In stock only"); on: view.shop.filter.stock; onChanged: (on) => view.put({ stock: on }) }
    }
    TextButton { anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; anchors.bottomMargin: 16; filled: true; text: phone.tr("Show products"); onClicked: view.done() }
}
