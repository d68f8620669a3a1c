import QtQuick
import "../../system"

// Making a recording: how long it is, how loud, and what to do with it.
AppPage {
    id: view
    property bool allowed: false
    property var session: null
    property real elapsed: 0
    readonly property bool running: session !== null && session.state === "running"
    readonly property int measured: Math.floor(elapsed / 250)
    signal starting
    signal pausing
    signal saving
    signal discarding
    signal asking
    name: "record"
    title: session ? (running ? phone.tr("Recording") : phone.tr("Paused")) : phone.tr("New recording")
    Spans { id: spans }
    EmptyState {
        visible: !view.allowed
        icon: "microphone-off"
        text: phone.tr("No access to the microphone")
        detail: phone.tr("Recorder needs the microphone to record. You can change your mind at any time.")
        action: phone.tr("Allow access")
        onActed: view.asking()
    }
    Item {
        visible: view.allowed
        anchors.fill: parent
        Label { id: clock; width: parent.width; y: parent.height * 0.08; horizontalAlignment: Text.AlignHCenter; text: spans.words(view.elapsed); font.pixelSize: Math.min(80, Theme.size(64)); color: view.running ? Theme.error : Theme.onSurface }
        Wave {
            id: wave
            x: 24
            width: parent.width - 48
            anchors.top: clock.bottom
            anchors.topMargin: 24
            height: Math.max(40, Math.min(160, buttons.y - clock.y - clock.height - 48))
            first: Math.max(0, view.measured - bars)
            known: Math.min(bars, view.measured)
        }
        Row {
            id: buttons
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height - height - 24
            spacing: 20
            Choice { visible: view.session !== null; icon: "close"; text: phone.tr("Discard"); onClicked: view.discarding() }
            Choice { main: true; icon: view.session === null ? "record" : view.running ? "pause" : "microphone"; text: view.session === null ? phone.tr("Start recording") : view.running ? phone.tr("Pause") : phone.tr("Resume"); onClicked: view.session === null ? view.starting() : view.pausing() }
            Choice { visible: view.session !== null; icon: "check"; text: phone.tr("Save"); onClicked: view.saving() }
        }
    }
    component Choice: Column {
        id: choice
        property string icon
        property string text
        property bool main: false
        signal clicked
        width: Math.max(88, words.implicitWidth)
        spacing: 8
        Pressable {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 80
            height: 80
            radius: 40
            treeClass: "android.widget.ImageButton"
            treeLabel: choice.text
            tint: choice.main ? "#FFFFFF" : Theme.onPrimaryContainer
            onClicked: choice.clicked()
            Rectangle { anchors.fill: parent; z: -1; radius: 40; color: choice.main ? "#B3261E" : Theme.primaryContainer }
            Icon { anchors.centerIn: parent; name: choice.icon; size: 36; color: choice.main ? "#FFFFFF" : Theme.onPrimaryContainer }
        }
        Label { id: words; anchors.horizontalCenter: parent.horizontalCenter; text: choice.text; sp: 13; color: Theme.onSurfaceVariant }
    }
}
