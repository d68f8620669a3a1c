import QtQuick
import "../../system"

// The order is placed.
AppPage {
    id: view
    required property var shop
    property var orders: []
    property int number: 0
    readonly property var order: orders.find((row) => row._id === number) || null
    signal viewing
    signal leaving
    name: "placed"
    title: phone.tr("Thank you")
    function back() { leaving(); return true }
    EmptyState {
        icon: "check-circle-outline"
        text: view.order ? phone.tr("Order {number} is placed").replace("{number}", view.order.number) : phone.tr("No orders yet")
        detail: phone.tr("We tell you when it is on its way.")
        action: view.order ? phone.tr("View order") : ""
        onActed: view.viewing()
    }
    TextButton { anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; anchors.bottomMargin: 24; filled: true; text: phone.tr("Continue shopping"); onClicked: view.leaving() }
}
