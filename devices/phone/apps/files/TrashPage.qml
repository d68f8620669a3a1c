import QtQuick
import "../../system"
import "sizes.js" as Sizes

// What was deleted in the last 30 days: tap to restore or to delete for good.
AppPage {
    id: view
    property var desk
    name: "trash"
    title: phone.tr("Bin")
    actions: TextButton { visible: listing.entries.length > 0; text: phone.tr("Empty bin"); onClicked: view.desk.askEmpty() }
    Listing { id: listing; method: "trash" }
    ListView {
        id: rows
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: listing.entries
        header: Label { width: rows.width - 48; x: 24; height: Math.max(48, implicitHeight + 16); visible: listing.entries.length > 0; wrapMode: Text.WordWrap; sp: 13; color: Theme.onSurfaceVariant; text: phone.tr("Items in the bin are deleted after 30 days") }
        delegate: ListRow {
            required property var modelData
            icon: Sizes.icon(modelData.kind)
            iconColour: Sizes.colour(modelData.kind)
            treeText: modelData.name
            title: modelData.name
            summary: modelData.origin + (modelData.folder ? "" : " · " + Sizes.text(modelData.size))
            onClicked: view.desk.askBinned(modelData)
        }
    }
    EmptyState { visible: listing.entries.length === 0; icon: "trash-can-outline"; text: phone.tr("Bin is empty"); detail: phone.tr("Items in the bin are deleted after 30 days") }
}
