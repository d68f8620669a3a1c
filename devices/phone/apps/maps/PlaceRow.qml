import QtQuick
import "../../system"
import "kinds.js" as Kinds

// One place in a list: icon, name, rating, kind, distance and hours.
Pressable {
    id: row
    required property var app
    property var place: ({ name: "", kind: "pin", address: "" })
    property bool facts: true  // rating and hours too
    default property alias trailing: side.data
    readonly property bool rated: facts && place.rating > 0
    readonly property string distance: app.me ? Kinds.length(Kinds.away(app.me, place), app.miles, phone.tr) : ""
    width: parent ? parent.width : 0
    height: column.height + 24
    treeClass: "android.widget.LinearLayout"
    treeText: place.name
    Rectangle {
        x: 16; width: 40; height: 40; radius: 20
        anchors.verticalCenter: parent.verticalCenter
        color: Kinds.colour(row.place.kind)
        Icon { anchors.centerIn: parent; name: Kinds.icon(row.place.kind); size: 22; color: "#FFFFFF" }
    }
    Column {
        id: column
        x: 72
        y: 12
        width: row.width - 72 - side.width - 16
        spacing: 2
        Label { width: parent.width; text: row.place.name; font.pixelSize: Theme.fit(text, 17, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
        Row {
            visible: row.rated
            spacing: 4
            Label { text: (row.place.rating || 0).toFixed(1); sp: 14; color: Theme.onSurfaceVariant }
            Icon { name: "star"; size: 16; color: "#F9AB00"; anchors.verticalCenter: parent.verticalCenter }
            Label { text: "(" + row.place.reviews + ")" + (row.place.price ? " · " + "$".repeat(row.place.price) : ""); sp: 14; color: Theme.onSurfaceVariant }
        }
        Label { width: parent.width; sp: 14; wrapMode: Text.Wrap; maximumLineCount: 3; color: Theme.onSurfaceVariant; text: [row.distance, row.place.address].filter((one) => one).join(" · ") }
        Label { visible: row.rated; width: parent.width; sp: 14; wrapMode: Text.Wrap; color: Kinds.isOpen(row.place, phone.timestamp()) ? Theme.success : Theme.error; text: row.rated ? Kinds.hours(row.place, phone.timestamp(), phone.tr) : "" }
    }
    Item { id: side; width: childrenRect.width; height: childrenRect.height; anchors.right: parent.right; anchors.rightMargin: 8; anchors.verticalCenter: parent.verticalCenter }
}
