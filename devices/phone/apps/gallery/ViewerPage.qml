import QtQuick
import "../../system"

// One picture, as large as the screen. Swipe for the next one, tap twice to zoom, tap once to hide what lies above it.
Rectangle {
    id: view
    property var desk
    property string path
    property var photos: []  // those that a swipe turns over, this one among them
    readonly property string name: "photo"
    readonly property int place: photos.findIndex((photo) => photo.path === path)
    readonly property var photo: place < 0 ? null : photos[place]
    property bool bare: false
    property real zoom: 1
    property var shift: Qt.point(0, 0)
    property int last: -1
    property Item overlay: null
    objectName: "page"
    color: "#000000"
    function dismiss() { return overlay !== null && overlay.back() }
    function back() {
        if (zoom === 1) return false
        zoom = 1
        return true
    }
    function turn(by) {
        const next = place + by
        if (next >= 0 && next < photos.length) path = photos[next].path
    }
    function bounded(x, y) {
        const w = stage.width * (zoom - 1) / 2, h = stage.height * (zoom - 1) / 2
        return Qt.point(Math.max(-w, Math.min(w, x)), Math.max(-h, Math.min(h, y)))
    }
    onPathChanged: {
        zoom = 1
        settle()
    }
    onZoomChanged: shift = Qt.point(0, 0)
    // When this picture is deleted the next one takes its place.
    function settle() {
        const now = photos.findIndex((photo) => photo.path === path)
        if (now >= 0) last = now
        else if (last >= 0 && photos.length > 0) path = photos[Math.min(last, photos.length - 1)].path
    }
    onPhotosChanged: settle()

    Item {
        id: stage
        anchors.fill: parent
        clip: true
        Photo {
            visible: view.photo !== null
            x: view.shift.x
            y: view.shift.y
            width: parent.width
            height: parent.height
            scale: view.zoom
            whole: true
            path: view.photo ? view.path : ""
            revision: view.photo ? view.photo.size : 0
            treeLabel: view.photo ? view.photo.name : ""
        }
        TapHandler {
            // By the phone's clock, so that the same taps always do the same.
            property real last: -1000
            onTapped: {
                const now = phone.timestamp()
                const twice = now - last < 700
                last = twice ? -1000 : now
                view.bare = !view.bare
                if (twice) view.zoom = view.zoom === 1 ? 2.5 : 1
            }
        }
        DragHandler {
            target: null
            property vector2d moved: Qt.vector2d(0, 0)  // in the scene's coordinates, which are never mirrored
            property var from: Qt.point(0, 0)
            onActiveTranslationChanged: {
                if (!active) return
                moved = activeTranslation
                if (view.zoom > 1) view.shift = view.bounded(from.x + (Theme.rtl ? -moved.x : moved.x), from.y + moved.y)
            }
            onActiveChanged: {
                if (active) { from = view.shift; return }
                const dx = Theme.rtl ? -moved.x : moved.x, dy = moved.y
                moved = Qt.vector2d(0, 0)
                if (view.zoom > 1) return
                if (Math.abs(dx) > 60 && Math.abs(dx) > Math.abs(dy)) view.turn((dx < 0) ? 1 : -1)
                else if (dy > 120) phone.pressBack()
            }
        }
    }
    Rectangle {
        visible: !view.bare || view.photo === null
        width: parent.width
        height: Math.max(64, Theme.size(52), when.height + 8)
        color: "#99000000"
        IconButton { x: 4; anchors.verticalCenter: parent.verticalCenter; icon: "arrow-left"; ink: "#FFFFFF"; label: phone.tr("Back"); onClicked: phone.pressBack() }
        Column {
            id: when
            visible: view.photo !== null
            x: 60
            width: parent.width - 116
            anchors.verticalCenter: parent.verticalCenter
            Label { width: parent.width; color: "#FFFFFF"; sp: 15; text: view.photo ? phone.formatTime(view.photo.taken, "date") + " · " + phone.formatTime(view.photo.taken, "time") : "" }
            Label { width: parent.width; color: "#D0D0D0"; sp: 12; text: view.photo ? view.photo.place || view.desk.albumName(view.photo.album) : "" }
        }
        Menu {
            visible: view.photo !== null
            x: parent.width - 52
            anchors.verticalCenter: parent.verticalCenter
            ink: "#FFFFFF"
            entries: [
                { text: phone.tr("Details"), icon: "information-outline", act: () => view.desk.go("details", { path: view.path }) },
                { text: phone.tr("Rename"), icon: "rename-box", act: () => view.desk.askRename(view.photo, (path) => view.path = path) },
                { text: phone.tr("Move to album"), icon: "folder-move", act: () => view.desk.askMove([view.path], () => {}) },
                { text: phone.tr("Set as wallpaper"), icon: "wallpaper", act: () => view.desk.askWallpaper(view.path) },
            ]
        }
    }
    Rectangle {
        visible: !view.bare && view.photo !== null
        y: parent.height - height
        width: parent.width
        height: 64
        color: "#99000000"
        Row {
            anchors.centerIn: parent
            spacing: (parent.width - 4 * 48) / 5
            IconButton { icon: "share-variant"; ink: "#FFFFFF"; label: phone.tr("Share"); onClicked: view.desk.share([view.path]) }
            IconButton { icon: "pencil-outline"; ink: "#FFFFFF"; label: phone.tr("Edit"); onClicked: view.desk.go("edit", { path: view.path }) }
            IconButton {
                readonly property bool on: !!view.photo && !!view.photo.favourite
                icon: on ? "heart" : "heart-outline"
                ink: on ? "#F48FB1" : "#FFFFFF"
                label: on ? phone.tr("Remove from favourites") : phone.tr("Add to favourites")
                treeCheckable: true
                treeChecked: on
                onClicked: view.desk.like([view.path], !on)
            }
            IconButton { icon: "delete-outline"; ink: "#FFFFFF"; label: phone.tr("Delete"); onClicked: view.desk.askThrow([view.path], () => {}) }
        }
    }
    Column {
        visible: view.photo === null
        anchors.centerIn: parent
        width: parent.width - 64
        spacing: 12
        Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "image-outline"; size: 64; color: "#BBBBBB" }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap; color: "#FFFFFF"; text: phone.tr("This photo is no longer there") }
    }
}
