import QtQuick
import "../../system"

// All reviews of a product, the newest first.
AppPage {
    id: view
    required property var shop
    property int number: 0
    property var reviews: []
    signal writing
    signal deleting(var row)
    name: "reviews"
    title: phone.tr("Reviews")
    Scroller {
        anchors.fill: parent
        Repeater {
            model: view.reviews.slice().sort((one, other) => other.time - one.time)
            ReviewRow { required property var modelData; review: modelData; onDeleting: view.deleting(modelData) }
        }
        Item { width: 1; height: 72 }
    }
    EmptyState { visible: view.reviews.length === 0; icon: "comment-outline"; text: phone.tr("No reviews yet") }
    Fab { icon: "pencil-outline"; treeLabel: phone.tr("Write a review"); onClicked: view.writing() }
}
