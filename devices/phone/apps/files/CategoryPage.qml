import QtQuick
import "../../system"

// All files of one kind, wherever they lie.
ListPage {
    id: view
    property string kind: "document"
    name: "category"
    heading: ({ image: phone.tr("Images"), audio: phone.tr("Audio"), video: phone.tr("Videos"), archive: phone.tr("Archives"), app: phone.tr("Apps") })[kind] || phone.tr("Documents")
    entries: listing.entries
    Listing { id: listing; method: "category"; values: ({ kind: view.kind, hidden: view.hidden }) }
    EmptyState { visible: view.entries.length === 0; icon: "file-outline"; text: phone.tr("No files of this kind") }
}
