import QtQuick
import "../../system"
import "money.js" as Money

// What is in the cart: quantities, a coupon, the sums, and the way on. What was removed last can be brought back.
Item {
    id: face
    required property var shop
    property string wrong
    readonly property bool lacking: shop.lines.some((line) => line.row.quantity > line.product.stock)
    signal removing(var line)
    signal checkingOut
    signal browsing
    function use(code) {
        const wanted = code.trim().toUpperCase(), coupon = face.shop.coupon(wanted)
        wrong = !wanted ? phone.tr("Enter a code") : !coupon ? phone.tr("This code is not valid") : coupon.until < phone.timestamp() ? phone.tr("This code has expired")
            : face.shop.sums.subtotal < coupon.minimum ? phone.tr("This code needs an order of {sum}").replace("{sum}", Money.text(coupon.minimum)) : ""
        if (wrong === "") face.shop.choose({ coupon: wanted })
    }
    Scroller {
        visible: face.shop.lines.length > 0
        width: parent.width
        height: parent.height - bar.height
        Repeater {
            model: face.shop.lines
            Item {
                id: line
                required property var modelData
                width: face.width
                height: Math.max(104, words.height + 24)
                Pressable {
                    x: 12; y: 12; width: 80; height: 80; radius: 12
                    treeLabel: line.modelData.product.name
                    onClicked: face.shop.show(line.modelData.product._id)
                    Tile { anchors.fill: parent; icon: line.modelData.product.icon; tile: line.modelData.product.colour }
                }
                Column {
                    id: words
                    x: 104
                    y: 12
                    width: line.width - x - 16
                    Label { width: parent.width - 40; text: line.modelData.product.name; font.pixelSize: Theme.fit(text, 16, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
                    Label { visible: text !== ""; width: parent.width - 40; sp: 13; color: Theme.onSurfaceVariant; text: [line.modelData.row.colour, line.modelData.row.size].filter((one) => one).map((one) => phone.tr(one)).join(" · ") }
                    Label { visible: line.modelData.row.quantity > line.modelData.product.stock; width: parent.width; sp: 13; color: Theme.error; text: line.modelData.product.stock ? phone.tr("Only {n} in stock").replace("{n}", line.modelData.product.stock) : phone.tr("Out of stock") }
                    Item {
                        width: parent.width
                        height: 48
                        Stepper { value: line.modelData.row.quantity; most: line.modelData.product.stock; what: line.modelData.product.name; onChosen: (value) => store.update("shop_cart", line.modelData.row._id, { quantity: value }) }
                        Label { anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: Money.text(line.modelData.product.price * line.modelData.row.quantity); font.weight: Font.Medium }
                    }
                }
                IconButton { anchors.right: parent.right; anchors.rightMargin: 4; y: 0; icon: "close"; label: phone.tr("Remove") + " " + line.modelData.product.name; onClicked: face.removing(line.modelData) }
            }
        }
        Item {
            width: face.width
            height: 68
            Field { id: code; x: 16; y: 8; width: parent.width - 32 - apply.width - 8; label: phone.tr("Coupon code"); treeId: "coupon"; onSubmitted: { ime.hide(); face.use(text) } onEdited: face.wrong = "" }
            TextButton { id: apply; anchors.right: parent.right; anchors.rightMargin: 16; y: 14; text: phone.tr("Apply"); onClicked: { ime.hide(); face.use(code.text) } }
        }
        Label { visible: face.wrong !== ""; x: 32; width: face.width - 64; text: face.wrong; sp: 13; color: Theme.error }
        Item {
            visible: face.shop.checkout.coupon !== ""
            width: face.width
            height: 48
            Label { x: 20; width: parent.width - 76; anchors.verticalCenter: parent.verticalCenter; color: Theme.success; text: phone.tr("Coupon {code} is used").replace("{code}", face.shop.checkout.coupon) }
            IconButton { anchors.right: parent.right; anchors.rightMargin: 8; icon: "close"; label: phone.tr("Remove coupon"); onClicked: face.shop.choose({ coupon: "" }) }
        }
        Sums { sums: face.shop.sums }
    }
    Rectangle {
        id: bar
        visible: face.shop.lines.length > 0
        anchors.bottom: parent.bottom
        width: parent.width
        height: 68
        color: Theme.surface
        Label { x: 20; anchors.verticalCenter: parent.verticalCenter; text: Money.text(face.shop.sums.total); sp: 20; font.weight: Font.Medium }
        TextButton { anchors.right: parent.right; anchors.rightMargin: 16; anchors.verticalCenter: parent.verticalCenter; filled: true; text: phone.tr("Check out"); onClicked: face.lacking ? phone.showToast(phone.tr("Some products are no longer in stock")) : face.checkingOut() }
    }
    EmptyState { visible: face.shop.lines.length === 0; icon: "cart-outline"; text: phone.tr("Your cart is empty"); detail: phone.tr("What you add to it waits here."); action: phone.tr("Browse products"); onActed: face.browsing() }
}
