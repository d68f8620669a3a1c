import QtQuick
import "../../system"

// The pictures of one album: a folder, or "favourites".
GridPage {
    id: view
    property string key: "favourites"
    property var all: []
    name: "album"
    scope: key
    heading: key === "favourites" ? phone.tr("Favourites") : desk.albumName(key.split("/").pop())
    photos: key === "favourites" ? all.filter((photo) => photo.favourite) : all.filter((photo) => photo.bucket === key)
    EmptyState {
        visible: view.photos.length === 0
        icon: view.key === "favourites" ? "heart-outline" : "image-outline"
        text: view.key === "favourites" ? phone.tr("No favourites yet") : phone.tr("This album is empty")
        detail: view.key === "favourites" ? phone.tr("Tap the heart on a photo to find it here") : phone.tr("Move photos here from their menu")
    }
}
