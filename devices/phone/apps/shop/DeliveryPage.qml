import QtQuick
import "../../system"
import "money.js" as Money

// Checkout, first step: where to, and how fast.
AppPage {
    id: view
    required property var shop
    signal creating
    signal next
    name: "checkout"
    title: phone.tr("Delivery")
    Scroller {
        width: parent.width
        height: parent.height - 76
        SectionLabel { text: phone.tr("Address") }
        Repeater {
            model: view.shop.addresses
            Choice { required property var modelData; title: modelData.name; summary: modelData.street + ", " + modelData.city + " " + modelData.zip; chosen: view.shop.address !== null && view.shop.address._id === modelData._id; onClicked: view.shop.choose({ address: modelData._id }) }
        }
        ListRow { icon: "plus"; title: phone.tr("New address"); treeText: title; onClicked: view.creating() }
        SectionLabel { text: phone.tr("Delivery") }
        Repeater {
            model: Money.DELIVERIES
            Choice {
                required property var modelData
                readonly property int cents: Money.shipping(modelData[0], view.shop.sums.subtotal)
                title: phone.tr(modelData[1])
                summary: phone.tr(modelData[2])
                chosen: view.shop.checkout.delivery === modelData[0]
                onClicked: view.shop.choose({ delivery: modelData[0] })
                Label { text: cents ? Money.text(cents) : phone.tr("Free"); sp: 15 }
            }
        }
    }
    TextButton {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 16
        filled: true
        text: phone.tr("Continue")
        onClicked: view.shop.address ? view.next() : phone.showToast(phone.tr("Enter an address first"))
    }
}
