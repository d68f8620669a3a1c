import QtQuick
import "../../system"
import "money.js" as Money

// Categories, a banner, what is on offer and what is liked best.
Scroller {
    id: face
    required property var shop
    Rectangle {
        x: 12
        width: face.width - 24
        height: Math.max(92, words.height + 32)
        radius: 20
        color: Theme.primaryContainer
        Icon { anchors.right: parent.right; anchors.rightMargin: 20; anchors.verticalCenter: parent.verticalCenter; name: "percent"; size: 44; color: Theme.onPrimaryContainer }
        Column {
            id: words
            x: 20
            width: parent.width - 110
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4
            Label { width: parent.width; text: phone.tr("10% off for you"); sp: 20; font.weight: Font.Medium; color: Theme.onPrimaryContainer; wrapMode: Text.WordWrap; elide: Text.ElideNone }
            Label { width: parent.width; text: phone.tr("Enter {code} in the cart").replace("{code}", "WELCOME10"); sp: 14; color: Theme.onPrimaryContainer; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        }
    }
    SectionLabel { text: phone.tr("Categories") }
    Grid {
        id: grid
        x: 8
        width: face.width - 16
        columns: width > 600 ? 8 : 4
        Repeater {
            model: Money.CATEGORIES
            Pressable {
                required property var modelData
                width: grid.width / grid.columns
                height: 64 + Theme.size(Theme.rtl ? 60 : 40)  // lines of Arabic are higher
                radius: 16
                treeText: phone.tr(modelData[2])
                onClicked: face.shop.list("", modelData[0])
                Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: 6; width: 52; height: 52; radius: 26; color: Theme.surfaceHigh; Icon { anchors.centerIn: parent; name: modelData[1]; color: Theme.primary } }
                Label { x: 2; y: 62; width: parent.width - 4; height: parent.height - y; text: parent.treeText; font.pixelSize: Theme.fit(text, 12, width); wrapMode: Text.WordWrap; maximumLineCount: 2; verticalAlignment: Text.AlignTop; horizontalAlignment: Text.AlignHCenter }
            }
        }
    }
    SectionLabel { text: phone.tr("On offer") }
    ProductGrid { shop: face.shop; products: face.shop.products.filter((row) => row.was > 0).slice(0, 8) }
    SectionLabel { text: phone.tr("Best rated") }
    ProductGrid { shop: face.shop; products: face.shop.products.slice().sort((one, other) => other.rating - one.rating || one._id - other._id).slice(0, 6) }
}
