import QtQuick

// A slider. value moves in steps between from and to; moved(value) when a finger let go or tapped. A finger that goes across it
// and not along scrolls what it lies in.
Item {
    id: slide
    property real from: 0
    property real to: 1
    property real step: 1
    property real value: 0
    property string treeClass: "android.widget.SeekBar"
    property string treeText: String(value)
    property string treeLabel: ""
    property string treeId: ""
    property bool treeClickable: true
    property real shown: value
    signal moved(real value)
    height: 40
    readonly property real part: (shown - from) / Math.max(1e-9, to - from)

    function at(x) {
        const share = Math.min(1, Math.max(0, (x - 12) / (width - 24)))
        return Math.min(to, from + Math.round(share * (to - from) / step) * step)
    }
    onValueChanged: shown = value
    Rectangle {
        x: 0; width: parent.width; height: 8; radius: 4
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.primaryContainer
    }
    Rectangle {
        x: 0; width: 12 + (parent.width - 24) * slide.part; height: 8; radius: 4
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.primary
    }
    Rectangle {
        width: 6; height: 32; radius: 3
        x: 12 + (parent.width - 24) * slide.part - 3
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.primary
    }
    MouseArea {
        property real start: 0
        property bool along: false
        anchors.fill: parent
        preventStealing: along
        onPressed: (event) => { start = event.x; along = false; slide.shown = slide.at(event.x) }
        onPositionChanged: (event) => { along = along || Math.abs(event.x - start) > 8; slide.shown = slide.at(event.x) }
        onReleased: slide.moved(slide.shown)
        onCanceled: slide.shown = slide.value
    }
}
