import QtQuick
import "../../system"

// Pictures that were deleted in the last 30 days.
AppPage {
    id: view
    property var desk
    readonly property int files: store.fileRevision
    readonly property var photos: JSON.parse((files, store.call("gallery", "trash", {}).text))
    readonly property int columns: Math.max(3, Math.floor(width / 128))
    name: "trash"
    title: phone.tr("Bin")
    actions: TextButton { visible: view.photos.length > 0; text: phone.tr("Empty bin"); onClicked: view.desk.askEmpty(view.photos) }
    Scroller {
        anchors.fill: parent
        visible: view.photos.length > 0
        Label { x: 20; width: view.width - 40; height: implicitHeight + 20; wrapMode: Text.WordWrap; sp: 13; color: Theme.onSurfaceVariant; text: phone.tr("Items in the bin are deleted after 30 days") }
        Grid {
            columns: view.columns
            spacing: 2
            Repeater {
                model: view.photos
                Thumb {
                    required property var modelData
                    photo: Object.assign({ favourite: 0, size: 0 }, modelData)
                    width: (view.width - 2 * (view.columns - 1)) / view.columns
                    height: width
                    onClicked: view.desk.askBinned(modelData)
                }
            }
        }
    }
    EmptyState { visible: view.photos.length === 0; icon: "trash-can-outline"; text: phone.tr("Bin is empty"); detail: phone.tr("Items in the bin are deleted after 30 days") }
}
