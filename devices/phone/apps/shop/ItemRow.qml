import QtQuick
import "../../system"
import "money.js" as Money

// One product of an order.
Pressable {
    id: row
    property string name
    property string icon
    property color tile: "#5F6368"
    property int quantity: 1
    property int price: 0
    property var options: []
    width: parent ? parent.width : 0
    height: Math.max(80, words.height + 20)
    treeClass: "android.widget.LinearLayout"
    treeText: name
    Tile { x: 16; width: 60; height: 60; anchors.verticalCenter: parent.verticalCenter; icon: row.icon; tile: row.tile }
    Column {
        id: words
        x: 92
        width: parent.width - x - cents.width - 28
        anchors.verticalCenter: parent.verticalCenter
        Label { width: parent.width; text: row.name; font.pixelSize: Theme.fit(row.name, 16, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
        Label { width: parent.width; sp: 13; color: Theme.onSurfaceVariant; text: [row.quantity + " ×", ...row.options.filter((one) => one).map((one) => phone.tr(one))].join(" ") }
    }
    Label { id: cents; anchors.right: parent.right; anchors.rightMargin: 16; anchors.verticalCenter: parent.verticalCenter; text: Money.text(row.price * row.quantity) }
}
