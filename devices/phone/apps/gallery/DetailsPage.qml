import QtQuick
import "../../system"
import "photos.js" as Sizes

// When, where and how big a picture is.
AppPage {
    id: view
    property var desk
    property string path
    property var photo: null
    name: "details"
    title: phone.tr("Details")
    Scroller {
        visible: view.photo !== null
        anchors.fill: parent
        Photo { x: 20; width: view.width - 40; height: 180; path: view.path }
        ListRow { treeClickable: false; icon: "calendar"; title: view.photo ? phone.formatTime(view.photo.taken, "date") : ""; summary: view.photo ? phone.formatTime(view.photo.taken, "weekdayLong") + ", " + phone.formatTime(view.photo.taken, "time") : "" }
        ListRow { treeClickable: false; icon: "image-outline"; title: view.photo ? view.photo.name : ""; summary: view.photo ? view.photo.width + " × " + view.photo.height + " · " + Sizes.size(view.photo.size) : "" }
        ListRow { treeClickable: false; icon: "folder-outline"; title: view.photo ? view.desk.albumName(view.photo.album) : ""; summary: view.photo ? view.photo.bucket : "" }
        ListRow {
            readonly property bool known: !!view.photo && view.photo.place !== ""
            treeClickable: known
            treeText: title
            icon: "map-marker-outline"
            title: known ? view.photo.place : phone.tr("No place")
            summary: known ? phone.tr("Show on map") : ""
            enabled: known
            onClicked: phone.openUri("geo:0,0?q=" + encodeURIComponent(view.photo.place))
        }
    }
    EmptyState { visible: view.photo === null; icon: "image-outline"; text: phone.tr("This photo is no longer there"); detail: view.path }
}
