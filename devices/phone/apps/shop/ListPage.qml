import QtQuick
import "../../system"
import "money.js" as Money

// What a search or a category holds, as far as the filter lets it through.
AppPage {
    id: view
    required property var shop
    property string text
    property string category
    readonly property var found: Money.matching(shop.products, text, category, shop.filter, phone.tr)
    readonly property bool filtered: shop.filter.price !== "any" || shop.filter.rating > 0 || shop.filter.stock
    signal filtering
    name: "list"
    title: category ? phone.tr(Money.CATEGORIES.find((one) => one[0] === category)[2]) : text
    overlay: sorting
    Flow {
        id: head
        x: 16
        width: parent.width - 32
        spacing: 8
        Chip { icon: "tune-variant"; text: phone.tr("Filter"); chosen: view.filtered; onClicked: view.filtering() }
        Chip { icon: "sort"; text: phone.tr(Money.ORDERS.find((one) => one[0] === view.shop.filter.order)[1]); onClicked: sorting.open() }
    }
    Scroller {
        y: head.height + 8
        width: parent.width
        height: parent.height - y
        Label { x: 20; width: view.width - 40; height: Theme.size(32); visible: view.found.length > 0; text: phone.tr("Products: {n}").replace("{n}", view.found.length); sp: 14; color: Theme.onSurfaceVariant }
        ProductGrid { shop: view.shop; products: view.found }
    }
    EmptyState {
        visible: view.found.length === 0
        icon: "shopping-search"
        text: view.filtered ? phone.tr("No product matches these filters") : phone.tr("No results for “%1”").replace("%1", view.text)
        detail: view.filtered ? "" : phone.tr("Check the spelling or look for a category.")
        action: view.filtered ? phone.tr("Clear filters") : ""
        onActed: view.shop.filter = view.shop.noFilter
    }
    ChoiceDialog { id: sorting; title: phone.tr("Sort by"); value: view.shop.filter.order; options: Money.ORDERS.map((one) => ({ value: one[0], text: phone.tr(one[1]) })); onChosen: (value) => view.shop.filter = Object.assign({}, view.shop.filter, { order: value }) }
}
