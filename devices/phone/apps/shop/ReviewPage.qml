import QtQuick
import "../../system"

// Stars and words of one's own.
AppPage {
    id: view
    required property var shop
    property int number: 0
    property int stars: 0
    signal saved
    name: "review"
    title: phone.tr("Write a review")
    function save() {
        if (!stars) { phone.showToast(phone.tr("Choose the stars first")); return }
        if (text.text.trim() === "") { phone.showToast(phone.tr("Write something first")); return }
        store.insert("shop_reviews", { product: number, author: shop.address ? shop.address.name : phone.tr("You"), stars: stars, text: text.text.trim(), time: phone.timestamp(), mine: 1 })
        ime.hide()
        saved()
    }
    actions: TextButton { filled: true; text: phone.tr("Post"); onClicked: view.save() }
    Scroller {
        anchors.fill: parent
        spacing: 12
        Label { x: 20; width: view.width - 40; text: view.shop.product(view.number) ? view.shop.product(view.number).name : ""; sp: 18 }
        Row {
            x: 12
            Repeater {
                model: 5
                IconButton {
                    required property int index
                    icon: index < view.stars ? "star" : "star-outline"
                    ink: "#F9AB00"
                    size: 32
                    label: phone.tr("Stars: {n}").replace("{n}", index + 1)
                    treeCheckable: true
                    treeChecked: index + 1 === view.stars
                    onClicked: view.stars = index + 1
                }
            }
        }
        Item { width: view.width; height: text.height; Field { id: text; x: 16; width: parent.width - 32; multiline: true; height: Math.max(140, input.contentHeight + 28); label: phone.tr("What did you like, what not?"); treeId: "review_text" } }
    }
}
