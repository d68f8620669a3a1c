import QtQuick
import "../../system"

// One recording: play it, move in it, rename, share, delete it.
AppPage {
    id: view
    property var recording: null
    property var playback: null  // the player's row where it holds this recording
    property real passed: 0
    readonly property real duration: recording ? Number(recording.duration) || 0 : 0
    readonly property real position: Math.min(duration, passed)
    readonly property bool running: playback !== null && playback.state === "running" && position < duration
    readonly property bool there: recording !== null && store.call("recorder", "there", { path: recording.path || "", revision: store.revision }).there
    readonly property int seed: recording ? Array.from(recording.name || "").reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) : 0
    signal playing(real moment, bool running)
    signal renaming
    signal deleting
    name: "play"
    title: recording ? recording.name || "" : phone.tr("Recorder")
    Spans { id: spans }
    actions: Menu {
        visible: view.recording !== null
        entries: [
            { text: phone.tr("Rename"), icon: "rename-box", act: () => view.renaming() },
            { text: phone.tr("Share"), icon: "share-variant", enabled: view.there, act: () => phone.share({ subject: view.recording.name, path: view.recording.path, mime: "audio/wav" }) },
            { text: phone.tr("Delete"), icon: "delete-outline", act: () => view.deleting() }
        ]
    }
    EmptyState { visible: !view.there; icon: "file-music"; text: phone.tr("This recording cannot be played"); detail: phone.tr("Its file is missing.") }
    Item {
        visible: view.there
        anchors.fill: parent
        Label { id: when; width: parent.width; y: 8; horizontalAlignment: Text.AlignHCenter; text: view.recording ? phone.formatTime(Number(view.recording.created) || 0, "dayLong") + ", " + phone.formatTime(Number(view.recording.created) || 0, "time") : ""; sp: 14; color: Theme.onSurfaceVariant }
        Wave { x: 24; width: parent.width - 48; anchors.top: when.bottom; anchors.topMargin: 24; height: Math.max(32, Math.min(180, bar.y - when.y - when.height - 48)); seed: view.seed; reached: view.duration ? view.position / view.duration : 0 }
        Slide { id: bar; x: 24; width: parent.width - 48; y: buttons.y - 84; to: Math.max(1, Math.floor(view.duration / 1000)); value: Math.floor(view.position / 1000); treeLabel: phone.tr("Position"); treeId: "position"; onMoved: (value) => view.playing(value * 1000, view.running) }
        Label { x: 28; anchors.top: bar.bottom; text: spans.words(view.position); sp: 13; color: Theme.onSurfaceVariant }
        Label { anchors.right: parent.right; anchors.rightMargin: 28; anchors.top: bar.bottom; text: spans.words(view.duration); sp: 13; color: Theme.onSurfaceVariant }
        Row {
            id: buttons
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height - height - 24
            spacing: 24
            IconButton { width: 56; height: 56; anchors.verticalCenter: parent.verticalCenter; icon: "rewind"; label: phone.tr("Back 5 seconds"); size: 30; onClicked: view.playing(view.position - 5000, view.running) }
            Pressable {
                width: 80
                height: 80
                radius: 40
                tint: Theme.onPrimary
                treeClass: "android.widget.ImageButton"
                treeLabel: view.running ? phone.tr("Pause") : phone.tr("Play")
                onClicked: view.running ? view.playing(view.position, false) : view.playing(view.position >= view.duration ? 0 : view.position, true)
                Rectangle { anchors.fill: parent; z: -1; radius: 40; color: Theme.primary }
                Icon { anchors.centerIn: parent; name: view.running ? "pause" : "play"; size: 38; color: Theme.onPrimary }
            }
            IconButton { width: 56; height: 56; anchors.verticalCenter: parent.verticalCenter; icon: "fast-forward"; label: phone.tr("Forward 5 seconds"); size: 30; onClicked: view.playing(view.position + 5000, view.running) }
        }
    }
}
