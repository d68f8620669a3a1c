import QtQuick
import "../../system"
import "kinds.js" as Kinds

// From here to there: means of transport with their times, the routes on a map, and their list. hurry: set off at once.
AppPage {
    id: view
    required property var app
    property var start: null
    property var end: null
    property string mode: "car"
    property bool hurry: false
    property int index: 0
    readonly property bool ready: start !== null && end !== null && !(mode === "transit" && !app.online)
    readonly property bool same: ready && Math.hypot(start.x - end.x, start.y - end.y) < 30
    readonly property var times: Kinds.MODES.map((one) => start && end && !(one[0] === "transit" && !app.online) ? found(one[0]) : [])
    readonly property var routes: ready && !same ? times[Kinds.MODES.findIndex((one) => one[0] === mode)] : []
    readonly property bool wide: width > height * 1.3  // the map stands beside the list, not above it
    readonly property real half: wide ? width / 2 : width
    readonly property var route: routes.length > index ? routes[index] : null
    signal stepping(var route)
    signal starting(var route)
    name: "directions"
    title: phone.tr("Directions")
    actions: IconButton { icon: "swap-vertical"; label: phone.tr("Swap start and destination"); onClicked: { const old = view.start; view.start = view.end; view.end = old } }
    function found(mode) { return store.call("maps", "routes", { from_x: start.x, from_y: start.y, to_x: end.x, to_y: end.y, mode: mode }).routes }
    onRouteChanged: if (route) map.fit(route.points)
    onModeChanged: index = 0
    onStartChanged: index = 0
    onEndChanged: index = 0
    Component.onCompleted: if (hurry && route) Qt.callLater(() => view.starting(view.route))
    Connections { target: view.app; function onMeChanged() { if (view.start === null && view.app.me) view.start = view.app.me } }

    Column {
        id: head
        width: view.half
        spacing: 8
        End { icon: "circle-outline"; text: view.start ? view.start.name : ""; hint: phone.tr("Choose a starting point"); treeId: "from"; onClicked: view.app.pick(hint, (place) => { view.app.back(); view.start = place }) }
        End { icon: "map-marker"; text: view.end ? view.end.name : ""; hint: phone.tr("Choose a destination"); treeId: "to"; onClicked: view.app.pick(hint, (place) => { view.app.back(); view.end = place }) }
        Flickable {
            width: parent.width
            height: Math.max(36, Theme.size(36))
            contentWidth: chips.width + 32
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            property string treeClass: "android.widget.HorizontalScrollView"
            property bool treeScrollable: contentWidth > width
            Row {
                id: chips
                x: 16
                spacing: 8
                Repeater {
                    model: Kinds.MODES
                    Chip {
                        required property var modelData
                        required property int index
                        readonly property var best: view.times[index].length ? view.times[index][0] : null
                        icon: modelData[1]
                        text: best && !view.same ? Kinds.duration(best.seconds, phone.tr) : phone.tr(modelData[2])
                        treeLabel: phone.tr(modelData[2])
                        chosen: view.mode === modelData[0]
                        onClicked: view.mode = modelData[0]
                    }
                }
            }
        }
    }
    CityMap {
        id: map
        lowest: 0
        visible: view.route !== null
        x: view.wide ? view.half : 0
        y: view.wide ? 0 : head.height + 12
        width: view.half
        height: view.wide ? parent.height - bar.height : Math.max(0, (parent.height - y) * 0.42)
        city: view.app.city
        trams: view.mode === "transit"
        me: view.app.me
        chosen: view.end
        route: view.route ? view.route.points : []
        onHeightChanged: Qt.callLater(() => { if (view.route) map.fit(view.route.points) })
    }
    Scroller {
        visible: view.route !== null
        y: view.wide ? head.height + 4 : map.y + map.height
        width: view.half
        height: parent.height - y - (view.wide ? 0 : bar.height)
        Repeater {
            model: view.routes
            ListRow {
                id: choice
                required property var modelData
                required property int index
                icon: Kinds.MODES.find((one) => one[0] === view.mode)[1]
                iconColour: index === view.index ? "#0B57D0" : "transparent"
                title: Kinds.duration(modelData.seconds, phone.tr) + " (" + Kinds.length(modelData.metres, view.app.miles, phone.tr) + ")"
                summary: modelData.lines.length ? phone.tr("Tram {lines}").replace("{lines}", modelData.lines.join(", ")) : phone.tr("via {street}").replace("{street}", modelData.via)
                treeText: title
                treeCheckable: true
                treeChecked: index === view.index
                onClicked: view.index = index
                IconButton { icon: "format-list-bulleted"; label: phone.tr("Steps"); onClicked: view.stepping(choice.modelData) }
            }
        }
    }
    Rectangle {
        id: bar
        visible: view.route !== null
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        width: view.half
        height: 64
        color: Theme.surfaceHigh
        TextButton { x: 16; anchors.verticalCenter: parent.verticalCenter; filled: true; text: phone.tr("Start"); onClicked: view.starting(view.route) }
        Label { anchors.right: parent.right; anchors.rightMargin: 20; anchors.verticalCenter: parent.verticalCenter; sp: 15; color: Theme.onSurfaceVariant; text: view.route ? phone.tr("Arrive {time}").replace("{time}", phone.formatTime(phone.timestamp() + view.route.seconds * 1000, "time")) : "" }
    }
    Item {
        x: view.wide ? view.half : 0
        y: view.wide ? 0 : head.height
        width: view.half
        height: parent.height - y
        EmptyState { visible: view.start === null; icon: "crosshairs-gps"; text: phone.tr("Where do you start?"); detail: phone.tr("Choose a place, or let Maps see where you are."); action: phone.tr("Use my location"); onActed: view.app.whereAmI((me) => view.start = me) }
        EmptyState { visible: view.start !== null && view.end === null; icon: "map-marker-outline"; text: phone.tr("Where do you want to go?"); detail: phone.tr("Choose a destination above.") }
        EmptyState { visible: view.start !== null && view.end !== null && !view.ready; icon: "cloud-off-outline"; text: phone.tr("You are offline"); detail: phone.tr("Timetables need a network. Other ways can be found without.") }
        EmptyState { visible: view.same; icon: "check-circle-outline"; text: phone.tr("You are already there") }
    }
    component End: Pressable {
        id: line
        property string icon
        property string text
        property string hint
        x: 16
        width: view.half - 32
        height: Math.max(48, Theme.size(48))
        radius: 12
        treeClass: "android.widget.TextView"
        treeText: text || hint
        Rectangle { anchors.fill: parent; z: -1; radius: 12; color: "transparent"; border.width: 1; border.color: Theme.outlineVariant }
        Icon { x: 12; anchors.verticalCenter: parent.verticalCenter; name: line.icon; size: 20; color: line.icon === "map-marker" ? "#C5221F" : Theme.primary }
        Label { x: 44; width: parent.width - 56; anchors.verticalCenter: parent.verticalCenter; text: line.text || line.hint; color: line.text ? Theme.onSurface : Theme.onSurfaceVariant }
    }
}
