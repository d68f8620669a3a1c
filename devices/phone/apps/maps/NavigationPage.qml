import QtQuick
import "../../system"
import "kinds.js" as Kinds

// On the way: the next turn in big letters, the map around it, and what is left. It goes on by its button or as time passes.
AppPage {
    id: view
    required property var app
    readonly property var trip: app.trip
    readonly property var steps: trip ? trip.route.steps : []
    readonly property int index: trip ? Math.min(trip.step, steps.length - 1) : 0
    readonly property var step: trip ? steps[index] : null
    readonly property bool there: trip !== null && index === steps.length - 1
    readonly property real remaining: steps.slice(index).reduce((sum, one) => sum + one.seconds, 0)
    readonly property real way: steps.slice(index).reduce((sum, one) => sum + one.metres, 0)
    property int notice: 0
    signal ending
    signal leaving
    signal searching
    name: "navigation"
    title: trip ? trip.name : phone.tr("Navigation")
    actions: IconButton { visible: view.trip !== null; icon: "close"; label: phone.tr("End navigation"); onClicked: view.there ? view.finish() : view.ending() }
    function go(to) { store.update("map_navigation", trip._id, { step: Math.max(0, Math.min(steps.length - 1, to)), since: phone.timestamp() }) }
    function finish() {
        store.remove("map_navigation", trip._id)
        leaving()
    }
    function tell() { if (step) notice = phone.notify({ "package": "com.fingertip.maps", channel: "navigation", title: Kinds.sentence(step, phone.tr), text: trip.name, page: "navigation", ongoing: true, silent: true }) }
    onStepChanged: if (step) map.zoomTo(4, step.x, step.y)
    Component.onCompleted: { tell(); Qt.callLater(() => { if (view.step) map.zoomTo(4, view.step.x, view.step.y) }) }
    Component.onDestruction: if (notice) phone.cancelNotification(notice)
    Connections {
        target: phone
        function onTicked() { if (view.trip && !view.there && phone.timestamp() - view.trip.since >= Math.max(5, view.step.seconds) * 1000) view.go(view.index + 1) }
    }
    Rectangle {
        id: banner
        visible: view.trip !== null
        x: 12
        width: parent.width - 24
        height: Math.max(92, words.height + 28)
        radius: 20
        color: Theme.dark ? "#0F5223" : "#137333"
        Icon { x: 14; anchors.verticalCenter: parent.verticalCenter; name: view.step ? Kinds.turn(view.step.turn, Theme.rtl) : ""; size: 44; color: "#FFFFFF" }
        Column {
            id: words
            x: 72
            width: parent.width - 88
            anchors.verticalCenter: parent.verticalCenter
            Label { visible: !view.there; text: view.step ? Kinds.length(view.step.metres, view.app.miles, phone.tr) : ""; sp: 16; color: "#FFFFFF" }
            Label { width: parent.width; text: view.step ? Kinds.sentence(view.step, phone.tr) : ""; sp: 20; font.weight: Font.Medium; color: "#FFFFFF"; wrapMode: Text.WordWrap; elide: Text.ElideNone }
        }
    }
    CityMap {
        id: map
        visible: view.trip !== null
        y: banner.height + 10
        width: parent.width
        height: parent.height - y - bar.height
        city: view.app.city
        trams: view.trip !== null && view.trip.mode === "transit"
        route: view.trip ? view.trip.route.points : []
        me: view.step
    }
    Rectangle {
        id: bar
        visible: view.trip !== null
        anchors.bottom: parent.bottom
        width: parent.width
        height: 84
        color: Theme.surfaceHigh
        IconButton { id: before; x: 8; anchors.verticalCenter: parent.verticalCenter; icon: "chevron-left"; label: phone.tr("Previous step"); visible: view.index > 0; onClicked: view.go(view.index - 1) }
        Column {
            anchors.left: before.right
            anchors.right: after.left
            anchors.verticalCenter: parent.verticalCenter
            Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; sp: 20; font.weight: Font.Medium; color: Theme.success; text: view.there ? phone.tr("You have arrived") : Kinds.duration(view.remaining, phone.tr) }
            Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; sp: 14; color: Theme.onSurfaceVariant; text: view.there ? (view.trip ? view.trip.name : "") : Kinds.length(view.way, view.app.miles, phone.tr) + " · " + phone.formatTime(phone.timestamp() + view.remaining * 1000, "time") }
        }
        Item {
            id: after
            anchors.right: parent.right
            width: 64
            height: parent.height
            IconButton { anchors.centerIn: parent; visible: !view.there; icon: "chevron-right"; label: phone.tr("Next step"); onClicked: view.go(view.index + 1) }
            IconButton { anchors.centerIn: parent; visible: view.there; icon: "check"; label: phone.tr("Done"); onClicked: view.finish() }
        }
    }
    EmptyState { visible: view.trip === null; icon: "navigation-variant"; text: phone.tr("No trip under way"); action: phone.tr("Choose a destination"); onActed: view.searching() }
}
