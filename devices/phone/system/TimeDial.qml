import QtQuick

// The face of a clock. Hours: 1 to 12, in 24-hour style with an inner ring of 13 to 0. Minutes: every fifth is written,
// a tap or a drag between two of them picks the ones between.
Rectangle {
    id: dial
    property bool minutes: false
    property bool half: false
    property int value: 0
    readonly property real outer: width / 2 - 26
    readonly property real inner: width / 2 - 62
    readonly property bool inside: !minutes && !half && (value === 0 || value > 12)
    readonly property real turn: minutes ? value / 60 : (value % 12) / 12
    // Right to left the scene is mirrored; a clock is not.
    readonly property int sense: Theme.rtl ? -1 : 1
    signal picked(int value)
    width: 256
    height: 256
    radius: 128
    color: Theme.surfaceHigh

    MouseArea {
        anchors.fill: parent
        preventStealing: true
        function minuteAt(x, y) {
            const angle = Math.atan2(dial.sense * (x - dial.width / 2), dial.height / 2 - y) / (2 * Math.PI)
            return (Math.round(angle * 60) + 60) % 60
        }
        onReleased: (event) => { if (dial.minutes) dial.picked(minuteAt(event.x, event.y)) }
        onPositionChanged: (event) => { if (dial.minutes) dial.picked(minuteAt(event.x, event.y)) }
    }
    Rectangle {
        width: 2
        height: dial.inside ? dial.inner : dial.outer
        x: dial.width / 2 - 1
        y: dial.height / 2 - height
        color: Theme.primary
        transformOrigin: Item.Bottom
        rotation: dial.sense * dial.turn * 360
        antialiasing: true
        Rectangle { width: 40; height: 40; radius: 20; x: -19; y: -20; color: Theme.primary }
    }
    Rectangle { anchors.centerIn: parent; width: 8; height: 8; radius: 4; color: Theme.primary }
    Repeater {
        model: dial.minutes ? 12 : dial.half ? 12 : 24
        Pressable {
            id: mark
            required property int index
            readonly property bool innerRing: index >= 12
            readonly property int number: dial.minutes ? index * 5 : innerRing ? (index === 12 ? 0 : index) : (index === 0 ? 12 : index)
            readonly property real angle: 2 * Math.PI * (index % 12) / 12
            readonly property real reach: innerRing ? dial.inner : dial.outer
            readonly property bool chosen: dial.value === number || (!dial.minutes && dial.half && dial.value % 12 === number % 12)
            width: innerRing ? 34 : 40
            height: width
            radius: width / 2
            x: dial.width / 2 + dial.sense * reach * Math.sin(angle) - width / 2
            y: dial.height / 2 - reach * Math.cos(angle) - height / 2
            treeText: words.text
            treeCheckable: true
            treeChecked: chosen
            onClicked: dial.picked(number)
            Label {
                id: words
                anchors.centerIn: parent
                text: dial.minutes || mark.number === 0 ? String(mark.number).padStart(2, "0") : String(mark.number)
                font.pixelSize: mark.innerRing ? 13 : 16
                color: mark.chosen ? Theme.onPrimary : mark.innerRing ? Theme.onSurfaceVariant : Theme.onSurface
            }
        }
    }
}
