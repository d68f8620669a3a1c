import QtQuick
import "../../system"
import "money.js" as Money

// Checkout, last step: everything once more before the order is placed.
AppPage {
    id: view
    required property var shop
    readonly property bool ready: shop.lines.length > 0 && shop.address !== null
    signal placing
    name: "confirm"
    title: phone.tr("Review your order")
    Scroller {
        visible: view.ready
        width: parent.width
        height: parent.height - 76
        Repeater {
            model: view.shop.lines
            ItemRow { required property var modelData; name: modelData.product.name; icon: modelData.product.icon; tile: modelData.product.colour; quantity: modelData.row.quantity; price: modelData.product.price; options: [modelData.row.colour, modelData.row.size]; onClicked: view.shop.show(modelData.product._id) }
        }
        ListRow { treeClickable: false; icon: "map-marker-outline"; title: view.shop.address ? view.shop.address.name : ""; summary: view.shop.address ? view.shop.address.street + ", " + view.shop.address.city : "" }
        ListRow { treeClickable: false; icon: "truck-delivery"; title: phone.tr(Money.DELIVERIES.find((one) => one[0] === view.shop.checkout.delivery)[1]); summary: phone.tr(Money.DELIVERIES.find((one) => one[0] === view.shop.checkout.delivery)[2]) }
        ListRow { treeClickable: false; icon: "credit-card"; title: view.shop.checkout.payment ? phone.tr("Card") + " \u2066" + view.shop.checkout.payment + "\u2069" : phone.tr("Cash on delivery") }
        Sums { sums: view.shop.sums }
    }
    TextButton { visible: view.ready; anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; anchors.bottomMargin: 16; filled: true; text: phone.tr("Place order"); onClicked: view.placing() }
    EmptyState { visible: !view.ready; icon: "cart-outline"; text: phone.tr("Your cart is empty"); action: phone.tr("Browse products"); onActed: view.shop.goTo(0) }
}
