import QtQuick
import "../../system"
import "money.js" as Money

// Checkout, second step: a card or cash. Nobody may take a picture of it, and of the card only the last digits are kept.
AppPage {
    id: view
    required property var shop
    property bool card: true
    property var faults: ({})
    signal next
    name: "payment"
    secure: true
    title: phone.tr("Payment")
    function go() {
        const found = {}
        if (card) {
            if (!Money.isCard(number.text)) found.number = phone.tr("This card number is not valid")
            if (!Money.isValid(expiry.text, phone.timestamp())) found.expiry = phone.tr("Enter a date to come as MM/YY")
            if (!/^\d{3,4}$/.test(code.text.trim())) found.code = phone.tr("3 or 4 digits")
            if (holder.text.trim() === "") found.holder = phone.tr("Enter the name on the card")
        }
        faults = found
        if (Object.keys(found).length) return
        ime.hide()
        shop.choose({ payment: card ? "•••• " + number.text.replace(/\s/g, "").slice(-4) : "" })
        next()
    }
    Scroller {
        width: parent.width
        height: parent.height - 76
        Choice { title: phone.tr("Card"); chosen: view.card; onClicked: view.card = true }
        Choice { title: phone.tr("Cash on delivery"); chosen: !view.card; onClicked: { ime.hide(); view.card = false } }
        Column {
            visible: view.card
            x: 20
            width: view.width - 40
            topPadding: 8
            spacing: 4
            Field { id: number; label: phone.tr("Card number"); treeId: "card_number"; onSubmitted: expiry.input.forceActiveFocus() }
            Fault { text: view.faults.number || "" }
            Field { id: expiry; label: phone.tr("Expiry (MM/YY)"); treeId: "card_expiry"; onSubmitted: code.input.forceActiveFocus() }
            Fault { text: view.faults.expiry || "" }
            Field { id: code; label: phone.tr("Security code"); treeId: "card_code"; onSubmitted: holder.input.forceActiveFocus() }
            Fault { text: view.faults.code || "" }
            Field { id: holder; label: phone.tr("Name on the card"); treeId: "card_holder"; onSubmitted: view.go() }
            Fault { text: view.faults.holder || "" }
            Item {
                width: parent.width
                height: Math.max(40, note.height + 12)
                Icon { name: "lock-outline"; size: 18; y: 8 }
                Label { id: note; x: 28; y: 6; width: parent.width - 28; text: phone.tr("Only the last four digits are kept."); sp: 13; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant }
            }
        }
    }
    TextButton { anchors.horizontalCenter: parent.horizontalCenter; anchors.bottom: parent.bottom; anchors.bottomMargin: 16; filled: true; text: phone.tr("Continue"); onClicked: view.go() }
}
