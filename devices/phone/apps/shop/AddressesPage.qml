import QtQuick
import "../../system"

// Where parcels may go.
AppPage {
    id: view
    required property var shop
    signal chosen(int number)
    name: "addresses"
    title: phone.tr("Addresses")
    Scroller {
        anchors.fill: parent
        Repeater {
            model: view.shop.addresses
            ListRow {
                required property var modelData
                icon: Number(modelData.usual) === 1 ? "home" : "map-marker-outline"
                title: modelData.name
                summary: modelData.street + ", " + modelData.city + " " + modelData.zip
                treeText: modelData.street
                onClicked: view.chosen(modelData._id)
            }
        }
        Item { width: 1; height: 72 }
    }
    EmptyState { visible: view.shop.addresses.length === 0; icon: "map-marker-outline"; text: phone.tr("No addresses yet") }
    Fab { treeLabel: phone.tr("New address"); onClicked: view.chosen(0) }
}
