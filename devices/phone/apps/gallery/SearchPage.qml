import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Pictures by place, day, album or name.
GridPage {
    id: view
    property var all: []
    property alias wanted: field.text
    readonly property string word: field.text.trim().toLowerCase()
    readonly property var places: Array.from(new Set(all.map((photo) => photo.place).filter((place) => place !== ""))).slice(0, 8)
    name: "search"
    heading: phone.tr("Search")
    scope: "found"
    room: 64
    photos: word === "" ? [] : all.filter((photo) => [photo.place, photo.album, desk.albumName(photo.album), photo.name, phone.formatTime(photo.taken, "dayLong"), phone.formatTime(photo.taken, "date"), phone.formatTime(photo.taken, "month")].join("\n").toLowerCase().includes(word))
    onPhotosChanged: desk.found = photos
    SearchField { id: field; x: 16; width: parent.width - 32; label: phone.tr("Search by place, day or album") }
    Scroller {
        visible: view.word === ""
        y: 72
        width: parent.width
        height: parent.height - y
        Flow {
            x: 16
            width: parent.width - 32
            topPadding: 8
            spacing: 8
            Repeater {
                model: view.places
                Chip { required property string modelData; icon: "map-marker-outline"; text: modelData; onClicked: { ime.hide(); field.text = modelData } }
            }
        }
    }
    EmptyState { visible: view.word !== "" && view.photos.length === 0; icon: "magnify"; text: phone.tr("No photos found"); detail: phone.tr("Try a place, a month or an album") }
}
