import QtQuick

// Home pages with a dock, and the drawer with every app: swipe up. An icon that is held offers more.
Item {
    id: launcher
    property bool drawer: false
    property int page: 0
    property int inset: 48  // of the navigation bar
    readonly property string arrangement: JSON.stringify(phone.home)  // icons are made anew only when it changes
    readonly property var home: JSON.parse(arrangement)  // {pages: [[{package, column, row}]], dock: [package]}
    readonly property int columns: 4
    readonly property int rows: 5
    readonly property bool flat: (height - 304) / rows < 60  // too low for five rows: icons flow, the dock stands at the side

    function reset() { drawer = false; page = 0; field.text = ""; field.input.focus = false; menu.close() }
    function back() {
        if (menu.back()) return true
        if (!drawer) { page = 0; return true }
        drawer = false
        field.text = ""
        field.input.focus = false
        return true
    }
    function turn(by) { page = Math.max(0, Math.min(home.pages.length - 1, page + by)) }

    Rectangle {
        anchors.fill: parent
        gradient: Gradient {
            GradientStop { position: 0; color: phone.wallpaper[0] }
            GradientStop { position: 1; color: phone.wallpaper[1] }
        }
        Photo {
            // A picture of the phone, a little darker, so that names can be read on it.
            id: picture
            anchors.fill: parent
            path: Stored.setting("system/wallpaper_image", "")
            visible: path !== "" && !broken
            Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.25 }
        }
    }

    Item {
        id: pages
        anchors.fill: parent
        visible: !launcher.drawer
        DragHandler {
            // Takes the finger over from an icon that it started on, so that a swipe works from anywhere.
            target: null
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            property vector2d moved: Qt.vector2d(0, 0)  // in the scene's coordinates, which are never mirrored
            onActiveTranslationChanged: if (active) moved = activeTranslation
            onActiveChanged: {
                const dx = Theme.rtl ? -moved.x : moved.x, dy = moved.y
                moved = Qt.vector2d(0, 0)
                if (active) return
                if (-dy > 60 && -dy > Math.abs(dx)) launcher.drawer = true
                else if (dy > 60 && dy > Math.abs(dx)) shade.pull(1)
                else if (Math.abs(dx) > 60 && Math.abs(dx) > Math.abs(dy)) launcher.turn(dx < 0 ? 1 : -1)
            }
        }
        Label {
            x: 28; y: launcher.flat ? 40 : 56
            text: phone.date
            sp: 22
            color: "#FFFFFF"
        }
        Item {
            id: grid
            readonly property int down: launcher.flat ? Math.max(1, Math.min(3, Math.floor(height / Math.max(60, 31 + Theme.size(18))))) : launcher.rows
            readonly property int across: launcher.flat ? Math.max(7, Math.ceil(places.length / down)) : launcher.columns
            readonly property real cell: height / down
            readonly property var places: [...(launcher.home.pages[launcher.page] || [])].sort((a, b) => a.row - b.row || a.column - b.column)
            y: launcher.flat ? 84 : 120
            width: parent.width - (launcher.flat ? 104 : 0)
            height: launcher.flat ? parent.height - launcher.inset - 32 - y : dock.y - y - 32
            Repeater {
                model: grid.places
                AppIcon {
                    required property var modelData
                    required property int index
                    app: phone.app(modelData["package"])
                    onWallpaper: true
                    width: grid.width / grid.across
                    height: Math.min(108, Math.max(64, grid.cell))
                    x: (launcher.flat ? index % grid.across : modelData.column) * width
                    y: (launcher.flat ? Math.floor(index / grid.across) : modelData.row) * grid.cell
                    onHeld: menu.show(this, app, true)
                }
            }
        }
        Row {
            x: (grid.width - width) / 2
            y: launcher.flat ? parent.height - launcher.inset - 24 : dock.y - 24
            spacing: 8
            Repeater {
                model: launcher.home.pages.length
                Rectangle { required property int index; width: 8; height: 8; radius: 4; color: "#FFFFFF"; opacity: index === launcher.page ? 0.95 : 0.4 }
            }
        }
        Item {
            id: dock
            readonly property int count: launcher.home.dock.length
            x: launcher.flat ? parent.width - 96 : 0
            y: launcher.flat ? 40 : parent.height - 48 - 104
            width: launcher.flat ? 88 : parent.width
            height: launcher.flat ? parent.height - launcher.inset - y : 92
            Repeater {
                model: launcher.home.dock
                AppIcon {
                    required property var modelData
                    required property int index
                    app: phone.app(modelData)
                    onWallpaper: true
                    labelled: false
                    width: launcher.flat ? dock.width : dock.width / launcher.columns
                    height: launcher.flat ? dock.height / 4 : dock.height
                    x: launcher.flat ? 0 : index * width
                    y: launcher.flat ? index * height : 0
                    onHeld: menu.show(this, app, true)
                }
            }
        }
    }

    Rectangle {
        id: sheet
        readonly property int across: Math.max(launcher.columns, Math.floor(width / 130))
        anchors.fill: parent
        visible: launcher.drawer
        color: Theme.surface
        MouseArea { anchors.fill: parent }
        Field {
            id: field
            x: 20; y: 48
            width: parent.width - 40
            radius: 28
            label: phone.tr("Search apps")
        }
        Flickable {
            property string treeClass: "androidx.recyclerview.widget.RecyclerView"
            property bool treeScrollable: contentHeight > height
            anchors.fill: parent
            anchors.topMargin: 124
            anchors.bottomMargin: launcher.inset
            contentHeight: Math.ceil(apps.count / sheet.across) * 116
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            Repeater {
                id: apps
                model: phone.apps.filter((app) => phone.tr(app.label).toLowerCase().includes(field.text.trim().toLowerCase()))
                AppIcon {
                    required property var modelData
                    required property int index
                    app: modelData
                    width: sheet.width / sheet.across
                    height: 108
                    x: (index % sheet.across) * width
                    y: Math.floor(index / sheet.across) * 116
                    onHeld: menu.show(this, app, false)
                }
            }
            Label {
                visible: apps.count === 0
                width: parent.width
                topPadding: 32
                horizontalAlignment: Text.AlignHCenter
                text: phone.tr("No apps found")
                color: Theme.onSurfaceVariant
            }
        }
    }
    IconMenu { id: menu; anchors.fill: parent }
}
