import QtQuick

// Home pages with a dock, and the drawer with every app: swipe up.
Item {
    id: launcher
    property bool drawer: false
    property int page: 0
    readonly property var home: phone.home  // {pages: [[{package, column, row}]], dock: [package]}
    readonly property int columns: 4
    readonly property int rows: 5

    function reset() { drawer = false; page = 0; field.text = ""; field.input.focus = false }
    function back() {
        if (!drawer) { page = 0; return true }
        drawer = false
        field.text = ""
        field.input.focus = false
        return true
    }

    Rectangle {
        anchors.fill: parent
        gradient: Gradient {
            GradientStop { position: 0; color: phone.wallpaper[0] }
            GradientStop { position: 1; color: phone.wallpaper[1] }
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
            property vector2d moved: Qt.vector2d(0, 0)
            onActiveTranslationChanged: if (active) moved = activeTranslation
            onActiveChanged: {
                const dx = moved.x, dy = moved.y
                moved = Qt.vector2d(0, 0)
                if (active) return
                if (-dy > 60 && -dy > Math.abs(dx)) launcher.drawer = true
                else if (Math.abs(dx) > 60 && Math.abs(dx) > Math.abs(dy))
                    launcher.page = Math.max(0, Math.min(launcher.home.pages.length - 1, launcher.page + (dx < 0 ? 1 : -1)))
            }
        }
        Label {
            x: 28; y: 56
            text: phone.date
            sp: 22
            color: "#FFFFFF"
        }
        Item {
            id: grid
            y: 120
            width: parent.width
            height: dock.y - y - 32
            Repeater {
                model: launcher.home.pages[launcher.page] || []
                AppIcon {
                    required property var modelData
                    app: phone.app(modelData["package"])
                    onWallpaper: true
                    width: grid.width / launcher.columns
                    height: 108
                    x: modelData.column * width
                    y: modelData.row * grid.height / launcher.rows
                }
            }
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            y: dock.y - 24
            spacing: 8
            Repeater {
                model: launcher.home.pages.length
                Rectangle { required property int index; width: 8; height: 8; radius: 4; color: "#FFFFFF"; opacity: index === launcher.page ? 0.95 : 0.4 }
            }
        }
        Item {
            id: dock
            y: parent.height - 48 - 104
            width: parent.width
            height: 92
            Repeater {
                model: launcher.home.dock
                AppIcon {
                    required property var modelData
                    required property int index
                    app: phone.app(modelData)
                    onWallpaper: true
                    labelled: false
                    width: dock.width / launcher.columns
                    height: dock.height
                    x: index * width
                }
            }
        }
    }

    Rectangle {
        id: sheet
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
            anchors.fill: parent
            anchors.topMargin: 124
            anchors.bottomMargin: 48
            contentHeight: Math.ceil(apps.count / launcher.columns) * 116
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            Repeater {
                id: apps
                model: phone.apps.filter((app) => phone.tr(app.label).toLowerCase().includes(field.text.trim().toLowerCase()))
                AppIcon {
                    required property var modelData
                    required property int index
                    app: modelData
                    width: sheet.width / launcher.columns
                    height: 108
                    x: (index % launcher.columns) * width
                    y: Math.floor(index / launcher.columns) * 116
                }
            }
        }
    }
}
