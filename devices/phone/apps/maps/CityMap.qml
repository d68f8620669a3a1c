import QtQuick
import "../../system"
import "kinds.js" as Kinds

// The drawn city: pan by dragging, zoom by the buttons of its page or a double tap. Metres are the city's, see city.py.
// pins: places with big markers; without any, all places are small discs. route: points of a way.
Flickable {
    id: map
    property var city: ({ size: 7200, roads: [], parks: [], river: [], lines: [], riverWidth: 0 })
    property var places: []
    property var pins: []
    property var route: []
    property var me: null
    property var chosen: null
    property bool trams: false
    property int level: 3
    property int lowest: 1  // a whole route may be shown smaller
    property real lastTap: 0
    property point lastPlace
    property rect seen: Qt.rect(0, 0, 1, 1)  // in metres, when it last came to rest
    readonly property var zooms: [0.065, 0.1, 0.16, 0.26, 0.42, 0.68, 1.1]  // dp per metre
    readonly property real zoom: zooms[level]
    readonly property var shown: uncrowded(pins.length ? pins : places)
    signal placeTapped(var place)
    signal groundTapped
    signal groundHeld(real x, real y)

    function fx(x) { return (Theme.rtl ? city.size - x : x) * zoom }  // the scene is mirrored there; a map is not
    function fy(y) { return y * zoom }
    function look() {
        const x = contentX / zoom, w = width / zoom
        seen = Qt.rect(Theme.rtl ? city.size - x - w : x, contentY / zoom, w, height / zoom)
    }
    function centre(x, y) {
        contentX = Math.max(0, Math.min(contentWidth - width, fx(x) - width / 2))
        contentY = Math.max(0, Math.min(contentHeight - height, fy(y) - height / 2))
        look()
    }
    function zoomTo(wanted, x, y) {
        level = Math.max(lowest, Math.min(zooms.length - 1, wanted))
        centre(x, y)
    }
    function zoomBy(steps) { zoomTo(level + steps, seen.x + seen.width / 2, seen.y + seen.height / 2) }
    function fit(points) {
        if (!points.length || width <= 0) return
        const xs = points.map((one) => one[0]), ys = points.map((one) => one[1])
        const w = Math.max(...xs) - Math.min(...xs), h = Math.max(...ys) - Math.min(...ys)
        let best = 0
        for (let i = 0; i < zooms.length - 1; i++) if (w * zooms[i] < width - (pins.length ? 112 : 48) && h * zooms[i] < height - (pins.length ? 240 : 84)) best = i
        zoomTo(best, (Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2)
    }
    function uncrowded(all) {
        const kept = [], room = (pins.length ? 36 : 44) / zoom  // nearer ones show when one comes closer
        for (const place of all)
            if (!kept.some((other) => Math.abs(other.x - place.x) < room && Math.abs(other.y - place.y) < room)) kept.push(place)
        return kept
    }
    clip: true
    contentWidth: Math.max(width, city.size * zoom)
    contentHeight: Math.max(height, city.size * zoom)
    boundsBehavior: Flickable.StopAtBounds
    onMovementEnded: look()
    onWidthChanged: Qt.callLater(look)
    onHeightChanged: Qt.callLater(look)
    property string treeClass: "android.view.View"
    property string treeLabel: phone.tr("Map")
    property bool treeScrollable: true

    Rectangle {
        width: map.contentWidth
        height: map.contentHeight
        color: Theme.dark ? "#1D2733" : "#F0F1F3"
        MouseArea {
            anchors.fill: parent
            onClicked: (event) => {
                const now = phone.timestamp()
                const twice = now - map.lastTap < 600 && Math.hypot(event.x - map.lastPlace.x, event.y - map.lastPlace.y) < 40
                map.lastTap = twice ? 0 : now
                map.lastPlace = Qt.point(event.x, event.y)
                if (twice) map.zoomTo(map.level + 1, (Theme.rtl ? map.city.size - event.x / map.zoom : event.x / map.zoom), event.y / map.zoom)
                else map.groundTapped()
            }
            onPressAndHold: (event) => map.groundHeld(Math.round(Theme.rtl ? map.city.size - event.x / map.zoom : event.x / map.zoom), Math.round(event.y / map.zoom))
        }
    }
    Repeater {
        model: map.city.parks
        Rectangle {
            required property var modelData
            x: map.fx(modelData.x + (Theme.rtl ? modelData.width : 0)); y: map.fy(modelData.y)
            width: modelData.width * map.zoom; height: modelData.height * map.zoom; radius: 14 * map.zoom
            color: Theme.dark ? "#21402F" : "#CBE6C9"
        }
    }
    Stroke { points: map.city.river; thick: map.city.riverWidth; ink: Theme.dark ? "#10304D" : "#A5D3F2" }
    Repeater {
        model: map.city.roads
        Segment {
            required property var modelData
            x1: modelData.x1; y1: modelData.y1; x2: modelData.x2; y2: modelData.y2
            thick: modelData.width
            ink: modelData.wide ? (Theme.dark ? "#5B6472" : "#F9DE9C") : (Theme.dark ? "#364252" : "#FFFFFF")
        }
    }
    Repeater {
        model: map.trams ? map.city.lines : []
        Stroke { required property var modelData; points: modelData.points; thick: 14; ink: modelData.colour }
    }
    Stroke { points: map.route; thick: Math.max(26, 7 / map.zoom); ink: Theme.dark ? "#8AB4F8" : "#1967D2" }
    RoadNames { map: map }
    Rectangle {
        visible: map.me !== null
        x: map.me ? map.fx(map.me.x) - 11 : 0; y: map.me ? map.fy(map.me.y) - 11 : 0
        width: 22; height: 22; radius: 11; color: "#1A73E8"; border.width: 3; border.color: "#FFFFFF"
    }
    Repeater {
        model: map.shown
        MapPin {
            required property var modelData
            place: modelData
            big: map.pins.length > 0
            named: map.level >= 4 || map.pins.length > 0
            x: map.fx(modelData.x) - width / 2; y: map.fy(modelData.y) - (big ? height : height / 2)
            onClicked: map.placeTapped(modelData)
        }
    }
    Icon {
        visible: map.chosen !== null
        name: "map-marker"; size: 52; color: "#C5221F"
        x: map.chosen ? map.fx(map.chosen.x) - width / 2 : 0; y: map.chosen ? map.fy(map.chosen.y) - height + 4 : 0
    }
    component Segment: Rectangle {
        property real x1; property real y1; property real x2; property real y2
        property real thick
        property color ink
        readonly property real dx: map.fx(x2) - map.fx(x1)
        readonly property real dy: map.fy(y2) - map.fy(y1)
        readonly property real wide: Math.max(1.5, thick * map.zoom)
        height: wide
        width: Math.hypot(dx, dy) + wide
        radius: wide / 2
        x: (map.fx(x1) + map.fx(x2)) / 2 - width / 2
        y: (map.fy(y1) + map.fy(y2)) / 2 - height / 2
        rotation: Math.atan2(dy, dx) * 180 / Math.PI
        antialiasing: rotation % 90 !== 0
        color: ink
    }
    component Stroke: Repeater {
        property var points: []
        property real thick
        property color ink
        id: stroke
        model: Math.max(0, points.length - 1)
        Segment {
            required property int index
            x1: stroke.points[index][0]; y1: stroke.points[index][1]; x2: stroke.points[index + 1][0]; y2: stroke.points[index + 1][1]
            thick: stroke.thick; ink: stroke.ink
        }
    }
}
