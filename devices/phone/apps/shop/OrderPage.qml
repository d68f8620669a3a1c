import QtQuick
import "../../system"
import "money.js" as Money

// One order: how far it is, what is in it, where it goes, what it costs.
AppPage {
    id: view
    required property var shop
    property int number: 0
    property var order: null
    readonly property var steps: order && order.status === "cancelled" ? ["processing", "cancelled"] : ["processing", "shipped", "delivered"]
    readonly property int reached: order ? steps.indexOf(order.status) : 0
    signal cancelling
    name: "order"
    title: order ? phone.tr("Order {number}").replace("{number}", order.number) : phone.tr("Order")
    actions: IconButton { visible: view.order !== null; icon: "content-copy"; label: phone.tr("Copy the number"); onClicked: { phone.copy(view.order.number); phone.showToast(phone.tr("Copied")) } }
    Scroller {
        visible: view.order !== null
        anchors.fill: parent
        Label { x: 20; width: view.width - 40; sp: 14; color: Theme.onSurfaceVariant; text: view.order ? phone.tr("Placed {day}").replace("{day}", phone.formatTime(view.order.placed, "date")) : "" }
        Item { width: 1; height: 8 }
        Repeater {
            model: view.steps
            Item {
                required property string modelData
                required property int index
                readonly property bool done: index <= view.reached
                width: view.width
                height: Theme.size(44)
                Rectangle { visible: index > 0; x: 33; y: 13 - parent.height / 2; width: 2; height: parent.height - 26; color: done ? Theme.primary : Theme.outlineVariant }
                Rectangle { x: 22; width: 24; height: 24; radius: 12; anchors.verticalCenter: parent.verticalCenter; color: Theme.surface }
                Icon { x: 22; anchors.verticalCenter: parent.verticalCenter; name: done ? (modelData === "cancelled" ? "close-circle" : "check-circle") : "circle-outline"; color: modelData === "cancelled" ? Theme.error : done ? Theme.primary : Theme.outlineVariant }
                Label { x: 64; width: parent.width - 84; anchors.verticalCenter: parent.verticalCenter; text: phone.tr(Money.STATES[modelData][1]); color: done ? Theme.onSurface : Theme.onSurfaceVariant; font.weight: index === view.reached ? Font.Medium : Font.Normal }
            }
        }
        SectionLabel { text: phone.tr("Products") }
        Repeater {
            model: view.order ? view.order.items : []
            ItemRow { required property var modelData; name: modelData.name; icon: modelData.icon; tile: modelData.tile; quantity: modelData.quantity; price: modelData.price; options: [modelData.colour, modelData.size]; onClicked: view.shop.show(modelData.product) }
        }
        ListRow { treeClickable: false; icon: "map-marker-outline"; title: phone.tr("Delivery"); summary: view.order ? view.order.address : "" }
        ListRow { treeClickable: false; icon: "credit-card"; title: phone.tr("Payment"); summary: view.order && view.order.payment ? "\u2066" + view.order.payment + "\u2069" : phone.tr("Cash on delivery") }
        Sums { sums: view.order || ({ subtotal: 0, discount: 0, shipping: 0, total: 0 }) }
        Flow {
            x: 12
            width: view.width - 24
            topPadding: 12
            TextButton { text: phone.tr("Buy again"); onClicked: view.shop.again(view.order) }
            TextButton { visible: view.order !== null && view.order.status === "processing"; text: phone.tr("Cancel order"); ink: Theme.error; onClicked: view.cancelling() }
        }
    }
    EmptyState { visible: view.order === null; icon: "package-variant"; text: phone.tr("No orders yet") }
}
