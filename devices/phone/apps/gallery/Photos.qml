import QtQuick
import "../../system"

// The pictures on the phone, the newest first; they change when files do.
QtObject {
    id: photos
    readonly property int files: store.fileRevision
    readonly property string hearts: store.text("images", Stored.revision("images"))
    readonly property string text: (files, hearts, store.call("gallery", "photos", {}).text)
    readonly property var all: JSON.parse(text)
    function find(path) { return all.find((photo) => photo.path === path) || null }
}
