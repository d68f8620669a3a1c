import QtQuick
import "../../system"
import "money.js" as Money

// One product: picture, price, what it comes in, how many, and what others say.
AppPage {
    id: view
    required property var shop
    property int number: 0
    property var reviews: []
    readonly property var product: shop.product(number) || ({ name: "", price: 0, was: 0, rating: 0, reviews: 0, stock: 0, colours: [], sizes: [], icon: "", colour: "#5F6368", about: "" })
    property string colour: product.colours.length === 1 ? product.colours[0] : ""
    property string size: ""
    property int quantity: 1
    signal reviewing
    signal buying
    name: "product"
    title: product.name
    actions: [
        IconButton { icon: view.shop.wished(view.number) ? "heart" : "heart-outline"; ink: view.shop.wished(view.number) ? Theme.error : Theme.onSurface; label: view.shop.wished(view.number) ? phone.tr("Remove from wish list") : phone.tr("Add to wish list"); onClicked: view.shop.wish(view.number) },
        IconButton { icon: "share-variant"; label: phone.tr("Share"); onClicked: phone.share({ text: view.product.name + " · " + Money.text(view.product.price), subject: view.product.name, mime: "text/plain" }) }
    ]
    function add(then) {
        if (product.colours.length && !colour) { phone.showToast(phone.tr("Choose a colour first")); return }
        if (product.sizes.length && !size) { phone.showToast(phone.tr("Choose a size first")); return }
        if (shop.add(number, colour, size, quantity)) then()
    }
    Scroller {
        width: parent.width
        height: parent.height - bar.height
        Tile { x: 16; width: view.width - 32; height: Math.min(240, view.height * 0.34); radius: 24; icon: view.product.icon; tile: view.product.colour; faded: view.product.stock === 0 }
        Item { width: 1; height: 12 }
        Label { x: 20; width: view.width - 40; text: view.product.name; sp: 22; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        Item {
            width: view.width
            height: price.height + 8
            Label { id: price; x: 20; text: Money.text(view.product.price); sp: 24; font.weight: Font.Medium }
            Label { visible: view.product.was > 0; anchors.left: price.right; anchors.leftMargin: 10; anchors.baseline: price.baseline; text: Money.text(view.product.was); font.strikeout: true; color: Theme.onSurfaceVariant }
        }
        Label { x: 20; width: view.width - 40; sp: 15; text: view.product.stock === 0 ? phone.tr("Out of stock") : view.product.stock < 4 ? phone.tr("Only {n} in stock").replace("{n}", view.product.stock) : phone.tr("In stock"); color: view.product.stock === 0 ? Theme.error : view.product.stock < 4 ? (Theme.dark ? "#FDD663" : "#B06000") : Theme.success }
        SectionLabel { visible: view.product.colours.length > 0; text: phone.tr("Colour") }
        Flow {
            visible: view.product.colours.length > 0
            x: 20
            width: view.width - 40
            spacing: 8
            Repeater {
                model: view.product.colours
                Chip {
                    required property string modelData
                    icon: "circle"
                    text: phone.tr(modelData)
                    chosen: view.colour === modelData
                    onClicked: view.colour = modelData
                    Rectangle { x: 10; width: 18; height: 18; radius: 9; anchors.verticalCenter: parent.verticalCenter; color: Money.COLOURS[modelData]; border.width: 1; border.color: Theme.outline }
                }
            }
        }
        SectionLabel { visible: view.product.sizes.length > 0; text: phone.tr("Your size") }
        Flow {
            visible: view.product.sizes.length > 0
            x: 20
            width: view.width - 40
            spacing: 8
            Repeater { model: view.product.sizes; Chip { required property string modelData; text: modelData; chosen: view.size === modelData; onClicked: view.size = modelData } }
        }
        SectionLabel { visible: view.product.stock > 0; text: phone.tr("Quantity") }
        Stepper { visible: view.product.stock > 0; x: 12; value: view.quantity; most: view.product.stock; onChosen: (value) => view.quantity = value }
        SectionLabel { text: phone.tr("About this product") }
        Label { x: 20; width: view.width - 40; text: view.product.about; sp: 15; wrapMode: Text.WordWrap; elide: Text.ElideNone; color: Theme.onSurfaceVariant }
        ListRow { icon: "star"; title: view.product.rating.toFixed(1) + " (" + view.product.reviews + ")"; summary: phone.tr("Reviews"); treeText: summary; onClicked: view.reviewing(); Icon { name: "chevron-right" } }
        Repeater { model: view.reviews.slice(-2); ReviewRow { required property var modelData; review: modelData } }
    }
    Rectangle {
        id: bar
        anchors.bottom: parent.bottom
        width: parent.width
        height: buy.height + 24
        color: Theme.surface
        TextButton { id: later; visible: view.product.stock > 0; x: 8; width: Math.min(implicitWidth, bar.width * 0.4); anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Buy now"); onClicked: view.add(() => view.buying()) }
        TextButton { id: buy; visible: view.product.stock > 0; width: Math.min(implicitWidth, bar.width - later.width - 32); anchors.right: parent.right; anchors.rightMargin: 16; anchors.verticalCenter: parent.verticalCenter; filled: true; text: phone.tr("Add to cart"); onClicked: view.add(() => phone.showToast(phone.tr("Added to cart"))) }
        TextButton { visible: view.product.stock === 0; anchors.centerIn: parent; filled: true; text: view.shop.wished(view.number) ? phone.tr("On your wish list") : phone.tr("Keep on the wish list"); onClicked: view.shop.wish(view.number) }
    }
}
