import QtQuick
import "../../system"
import "money.js" as Money

// Everything that was ordered, the newest first.
AppPage {
    id: view
    required property var shop
    property string kind: ""
    readonly property var shown: shop.orders.filter((row) => kind === "" || row.status === kind)
    signal chosen(int number)
    name: "orders"
    title: phone.tr("Orders")
    Flickable {
        id: filters
        visible: view.shop.orders.length > 0
        width: parent.width
        height: Math.max(36, Theme.size(36)) + 8
        contentWidth: chips.width + 32
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        property string treeClass: "android.widget.HorizontalScrollView"
        property bool treeScrollable: contentWidth > width
        Row {
            id: chips
            x: 16
            spacing: 8
            Chip { text: phone.tr("All"); chosen: view.kind === ""; onClicked: view.kind = "" }
            Repeater { model: Object.keys(Money.STATES); Chip { required property string modelData; text: phone.tr(Money.STATES[modelData][1]); chosen: view.kind === modelData; onClicked: view.kind = modelData } }
        }
    }
    Scroller {
        y: filters.visible ? filters.height : 0
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.shown
            ListRow {
                required property var modelData
                icon: Money.STATES[modelData.status][0]
                title: modelData.items.map((item) => item.name).join(", ")
                summary: phone.tr(Money.STATES[modelData.status][1]) + " · " + phone.formatTime(modelData.placed, "short") + " · " + Money.text(modelData.total)
                treeText: modelData.number
                onClicked: view.chosen(modelData._id)
            }
        }
    }
    EmptyState { visible: view.shown.length === 0; icon: "package-variant"; text: view.shop.orders.length ? phone.tr("No orders of this kind") : phone.tr("No orders yet") }
}
