import QtQuick
import "../../system"
import "money.js" as Money

// Shop. Products, cart, wishes, orders, addresses and the checkout under way are rows of the providers shop_*; see provider.py.
Item {
    id: market
    readonly property string page: pages.name
    readonly property var products: productRows.all
    readonly property var cart: cartRows.all
    readonly property var wishes: wishRows.all
    readonly property var orders: orderRows.all.slice().sort((one, other) => other.placed - one.placed || other._id - one._id)
    readonly property var addresses: addressRows.all
    readonly property var checkout: checkoutRows.all.length ? checkoutRows.all[0] : { coupon: "", address: 0, delivery: "standard", payment: "" }
    readonly property var lines: cart.map((row) => ({ row: row, product: product(row.product) })).filter((line) => line.product)
    readonly property var sums: Money.sums(lines, coupon(checkout.coupon), checkout.delivery)
    readonly property var address: addresses.find((row) => row._id === checkout.address) || addresses.find((row) => Number(row.usual) === 1) || addresses[0] || null
    readonly property var noFilter: ({ price: "any", rating: 0, stock: false, order: "best" })
    property var filter: noFilter

    function open(name, values) {
        confirm.close()
        pages.reset()
        filter = noFilter
        const front = ["", "wishes", "cart", "account"].indexOf(name)
        pages.currentItem.tab = Math.max(0, front)
        if (name === "search") pages.show(search, { wanted: values.query || "" })
        else if (name === "list") list(values.query || "", values.category || (values.query ? "" : "electronics"))
        else if (name === "filter") { list("", "electronics"); pages.show(filters) }
        else if (name === "product") show(Number(values.id) || products[0]._id)
        else if (name === "reviews") pages.show(reviewList, { number: Number(values.id) || products[0]._id })
        else if (name === "review") pages.show(review, { number: Number(values.id) || products[0]._id })
        else if (name === "checkout") pages.show(delivery)
        else if (name === "payment") pages.show(payment)
        else if (name === "confirm") pages.show(summary)
        else if (name === "placed") pages.show(placed, { number: orders.length ? orders[0]._id : 0 })
        else if (name === "orders") pages.show(history)
        else if (name === "order") pages.show(orderCard, { number: Number(values.id) || (orders.length ? orders[0]._id : 0) })
        else if (name === "addresses") pages.show(places)
        else if (name === "address") pages.show(place, { number: Number(values.id) || 0 })
    }
    function back() { return confirm.back() || pages.back() }
    function product(number) { return products.find((row) => row._id === number) || null }
    function coupon(code) { return couponRows.all.find((row) => row.code === code) || null }
    function show(number) { pages.show(card, { number: number }) }
    function list(text, category) { filter = noFilter; pages.show(results, { text: text, category: category }) }
    function wished(number) { return wishes.find((row) => row.product === number) || null }
    function wish(number) {
        const row = wished(number)
        if (row) store.remove("shop_wishes", row._id)
        else store.insert("shop_wishes", { product: number })
        phone.showToast(row ? phone.tr("Removed from your wish list") : phone.tr("Added to your wish list"))
    }
    function add(number, colour, size, quantity) {
        const what = product(number), row = cart.find((one) => one.product === number && one.colour === colour && one.size === size)
        const there = cart.filter((one) => one.product === number).reduce((sum, one) => sum + one.quantity, 0)
        if (there + quantity > what.stock) { phone.showToast(phone.tr("Only {n} in stock").replace("{n}", what.stock)); return false }
        if (row) store.update("shop_cart", row._id, { quantity: row.quantity + quantity })
        else store.insert("shop_cart", { product: number, colour: colour, size: size, quantity: quantity })
        return true
    }
    function again(bought) {
        let added = 0
        for (const item of bought.items) if (product(item.product) && product(item.product).stock > 0 && add(item.product, item.colour, item.size, 1)) added++
        phone.showToast(added ? phone.tr("Added to cart") : phone.tr("Out of stock"))
    }
    function choose(values) { if (checkout._id) store.update("shop_checkout", checkout._id, values) }
    function viewOrder(number) { pages.reset(); pages.show(orderCard, { number: number }) }
    function goTo(tab) { pages.reset(); pages.currentItem.tab = tab }
    function placeOrder() {
        const number = store.insert("shop_orders", {
            number: "F" + (700000 + orderRows.all.length * 7919 % 90000), status: "processing", placed: phone.timestamp(),
            items: lines.map((line) => ({ product: line.product._id, name: line.product.name, icon: line.product.icon, tile: line.product.colour, price: line.product.price, quantity: line.row.quantity, colour: line.row.colour, size: line.row.size })),
            subtotal: sums.subtotal, discount: sums.discount, shipping: sums.shipping, total: sums.total,
            address: address.name + ", " + address.street + ", " + address.city + " " + address.zip, delivery: checkout.delivery, payment: checkout.payment
        })
        const bought = lines.slice()
        for (const line of bought) {
            store.update("shop_products", line.product._id, { stock: Math.max(0, line.product.stock - line.row.quantity) })
            store.remove("shop_cart", line.row._id)
        }
        choose({ coupon: "" })
        pages.reset()
        pages.show(placed, { number: number })
        phone.notify({ "package": "com.fingertip.shop", channel: "orders", title: phone.tr("Order placed"), text: orderRows.find(number).number, page: "order", values: { id: number } })
    }

    Rows { id: productRows; provider: "shop_products" }
    Rows { id: reviewRows; provider: "shop_reviews" }
    Rows { id: cartRows; provider: "shop_cart" }
    Rows { id: wishRows; provider: "shop_wishes" }
    Rows { id: orderRows; provider: "shop_orders" }
    Rows { id: addressRows; provider: "shop_addresses" }
    Rows { id: couponRows; provider: "shop_coupons" }
    Rows { id: searchRows; provider: "shop_searches" }
    Rows { id: checkoutRows; provider: "shop_checkout" }
    PageStack { id: pages; initialItem: front }

    Component {
        id: front
        FrontPage {
            shop: market
            onSearching: pages.show(search)
            onRemoving: (line) => confirm.ask(phone.tr("Remove from cart?"), line.product.name, phone.tr("Remove"), () => store.remove("shop_cart", line.row._id))
            onEmptying: confirm.ask(phone.tr("Empty the cart?"), phone.tr("All products in it are removed."), phone.tr("Empty cart"), () => { store.together(() => { for (const row of cartRows.all) store.remove("shop_cart", row._id) }) })
            onCheckingOut: pages.show(delivery)
            onOrders: pages.show(history)
            onAddresses: pages.show(places)
        }
    }
    Component {
        id: search
        SearchPage {
            shop: market
            searches: searchRows.all
            onSubmitted: (text) => {
                store.together(() => { for (const row of searchRows.all) if (row.text === text) store.remove("shop_searches", row._id) })
                store.insert("shop_searches", { text: text })
                pages.leave()
                market.list(text, "")
            }
            onClearing: confirm.ask(phone.tr("Clear recent searches?"), "", phone.tr("Clear"), () => { store.together(() => { for (const row of searchRows.all) store.remove("shop_searches", row._id) }) })
        }
    }
    Component { id: results; ListPage { shop: market; onFiltering: pages.show(filters) } }
    Component { id: filters; FilterPage { shop: market; onDone: pages.leave() } }
    Component {
        id: card
        ProductPage {
            shop: market
            reviews: reviewRows.all.filter((row) => row.product === number)
            onReviewing: pages.show(reviewList, { number: number })
            onBuying: market.goTo(2)
        }
    }
    Component { id: reviewList; ReviewsPage { shop: market; reviews: reviewRows.all.filter((row) => row.product === number); onWriting: pages.show(review, { number: number }); onDeleting: (row) => confirm.ask(phone.tr("Delete your review?"), row.text, phone.tr("Delete"), () => store.remove("shop_reviews", row._id)) } }
    Component { id: review; ReviewPage { shop: market; onSaved: pages.leave() } }
    Component { id: delivery; DeliveryPage { shop: market; onCreating: pages.show(place); onNext: pages.show(payment) } }
    Component { id: payment; PaymentPage { shop: market; onNext: pages.show(summary) } }
    Component { id: summary; SummaryPage { shop: market; onPlacing: confirm.ask(phone.tr("Place this order?"), phone.tr("You pay {sum}.").replace("{sum}", Money.text(market.sums.total)), phone.tr("Place order"), market.placeOrder) } }
    Component { id: placed; PlacedPage { shop: market; orders: orderRows.all; onViewing: market.viewOrder(order ? order._id : 0); onLeaving: market.goTo(0) } }
    Component { id: history; OrdersPage { shop: market; onChosen: (number) => pages.show(orderCard, { number: number }) } }
    Component {
        id: orderCard
        OrderPage {
            shop: market
            order: orderRows.find(number)
            onCancelling: confirm.ask(phone.tr("Cancel this order?"), order.number, phone.tr("Cancel order"), () => {
                store.together(() => { for (const item of order.items) if (market.product(item.product)) store.update("shop_products", item.product, { stock: market.product(item.product).stock + item.quantity }) })
                store.update("shop_orders", order._id, { status: "cancelled" })
            })
        }
    }
    Component { id: places; AddressesPage { shop: market; onChosen: (number) => pages.show(place, { number: number }) } }
    Component {
        id: place
        AddressPage {
            shop: market
            address: addressRows.find(number)
            onSaved: pages.leave()
            onDeleting: confirm.ask(phone.tr("Delete this address?"), address.street, phone.tr("Delete"), () => { const gone = number; pages.leave(); store.remove("shop_addresses", gone) })
        }
    }
    Dialog {
        id: confirm
        property var then: null
        reject: phone.tr("Not now")
        function ask(title, message, accept, then) { confirm.title = title; confirm.message = message; confirm.accept = accept; confirm.then = then; open() }
        onAccepted: then()
    }
}
