import QtQuick
import "../../system"
import "money.js" as Money

// Subtotal, discount, shipping and total of an order.
Column {
    id: table
    property var sums: ({ subtotal: 0, discount: 0, shipping: 0, total: 0 })
    x: 20
    width: parent ? parent.width - 40 : 0
    topPadding: 8
    spacing: 6
    Line { name: phone.tr("Subtotal"); cents: table.sums.subtotal }
    Line { visible: table.sums.discount > 0; name: phone.tr("Discount"); cents: -table.sums.discount; ink: Theme.success }
    Line { name: phone.tr("Delivery"); cents: table.sums.shipping; free: cents === 0 }
    Line { name: phone.tr("Total"); cents: table.sums.total; strong: true }
    component Line: Item {
        property string name
        property int cents
        property bool strong: false
        property bool free: false
        property color ink: Theme.onSurface
        id: line
        width: table.width
        height: Theme.size(strong ? 28 : 22)
        Label { text: line.name; sp: line.strong ? 18 : 15; font.weight: line.strong ? Font.Medium : Font.Normal; anchors.verticalCenter: parent.verticalCenter; width: parent.width * 0.6; color: line.strong ? Theme.onSurface : Theme.onSurfaceVariant }
        Label { anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: line.free ? phone.tr("Free") : Money.text(line.cents); sp: line.strong ? 18 : 15; font.weight: line.strong ? Font.Medium : Font.Normal; color: line.ink }
    }
}
