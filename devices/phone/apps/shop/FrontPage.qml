import QtQuick
import "../../system"
import "money.js" as Money

// The four faces of the shop: start, wish list, cart, account.
AppPage {
    id: view
    required property var shop
    property int tab: 0
    signal searching
    signal removing(var line)
    signal emptying
    signal checkingOut
    signal orders
    signal addresses
    root: true
    name: ["", "wishes", "cart", "account"][tab]
    title: [phone.tr("Shop"), phone.tr("Wish list"), phone.tr("Cart"), phone.tr("Account")][tab]
    actions: [
        IconButton { visible: view.tab === 2 && view.shop.lines.length > 0; icon: "delete-sweep"; label: phone.tr("Empty the cart"); onClicked: view.emptying() },
        IconButton { icon: "magnify"; label: phone.tr("Search products"); onClicked: view.searching() }
    ]
    function back() {
        if (tab === 0) return false
        tab = 0
        return true
    }
    Item {
        width: parent.width
        height: parent.height - tabs.height
        Loader { anchors.fill: parent; sourceComponent: [start, wishes, cart, account][view.tab] }
    }
    BottomBar {
        id: tabs
        anchors.bottom: parent.bottom
        current: view.tab
        tabs: [
            { label: phone.tr("Shop"), icon: "storefront-outline" },
            { label: phone.tr("Wish list"), icon: "heart-outline", badge: view.shop.wishes.length },
            { label: phone.tr("Cart"), icon: "cart-outline", badge: view.shop.cart.reduce((sum, row) => sum + row.quantity, 0) },
            { label: phone.tr("Account"), icon: "account-outline" }
        ]
        onChosen: (index) => view.tab = index
    }
    Component { id: start; StartFace { shop: view.shop } }
    Component {
        id: wishes
        Item {
            readonly property var kept: view.shop.wishes.map((row) => view.shop.product(row.product)).filter((row) => row)
            Scroller { anchors.fill: parent; ProductGrid { shop: view.shop; products: kept } }
            EmptyState { visible: kept.length === 0; icon: "heart-outline"; text: phone.tr("Your wish list is empty"); detail: phone.tr("Tap the heart of a product to keep it here."); action: phone.tr("Browse products"); onActed: view.tab = 0 }
        }
    }
    Component { id: cart; CartFace { shop: view.shop; onRemoving: (line) => view.removing(line); onCheckingOut: view.checkingOut(); onBrowsing: view.tab = 0 } }
    Component {
        id: account
        Scroller {
            ListRow { icon: "package-variant"; title: phone.tr("Orders"); summary: phone.tr("Orders: {n}").replace("{n}", view.shop.orders.length); treeText: title; onClicked: view.orders() }
            ListRow { icon: "map-marker-outline"; title: phone.tr("Addresses"); summary: view.shop.address ? view.shop.address.street + ", " + view.shop.address.city : phone.tr("None yet"); treeText: title; onClicked: view.addresses() }
            ListRow { icon: "heart-outline"; title: phone.tr("Wish list"); summary: phone.tr("Products: {n}").replace("{n}", view.shop.wishes.length); treeText: title; onClicked: view.tab = 1 }
            ListRow { icon: "phone-outline"; title: phone.tr("Call customer service"); treeText: title; onClicked: phone.openUri("tel:+15550100") }
        }
    }
}
