import QtQuick
import "../../system"
import "money.js" as Money

// A product in a grid: picture, name, rating, price, and a heart.
Pressable {
    id: card
    required property var shop
    property var product: ({ name: "", price: 0 })
    readonly property bool kept: !!shop.wished(product._id)
    height: picture.height + column.height + 24
    radius: 16
    treeClass: "android.widget.LinearLayout"
    treeText: product.name
    onClicked: shop.show(product._id)
    Rectangle { anchors.fill: parent; z: -1; radius: 16; color: Theme.surfaceContainer }
    Tile { id: picture; x: 8; y: 8; width: parent.width - 16; height: 116; icon: card.product.icon; tile: card.product.colour; faded: card.product.stock === 0 }
    IconButton { anchors.right: parent.right; icon: card.kept ? "heart" : "heart-outline"; ink: card.kept ? Theme.error : Theme.onSurfaceVariant; label: (card.kept ? phone.tr("Remove from wish list") : phone.tr("Add to wish list")) + ": " + card.product.name; onClicked: card.shop.wish(card.product._id) }
    Column {
        id: column
        x: 12
        y: picture.height + 14
        width: parent.width - 24
        spacing: 2
        Label { width: parent.width; text: card.product.name; font.pixelSize: Theme.fit(card.product.name, 15, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
        Row {
            spacing: 3
            Icon { name: "star"; size: 15; color: "#F9AB00"; anchors.verticalCenter: parent.verticalCenter }
            Label { text: (card.product.rating || 0).toFixed(1) + " (" + card.product.reviews + ")"; sp: 12; color: Theme.onSurfaceVariant }
        }
        Flow {
            width: parent.width
            spacing: 6
            Label { id: price; text: Money.text(card.product.price); sp: 17; font.weight: Font.Medium }
            Label { visible: card.product.was > 0; height: price.height; text: Money.text(card.product.was || 0); sp: 12; font.strikeout: true; color: Theme.onSurfaceVariant }
        }
        Label { width: parent.width; sp: 12; wrapMode: Text.Wrap; maximumLineCount: 2; text: card.product.stock === 0 ? phone.tr("Out of stock") : card.product.stock < 4 ? phone.tr("Only {n} in stock").replace("{n}", card.product.stock) : phone.tr("In stock"); color: card.product.stock === 0 ? Theme.error : card.product.stock < 4 ? (Theme.dark ? "#FDD663" : "#B06000") : Theme.success }
    }
}
