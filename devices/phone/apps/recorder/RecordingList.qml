import QtQuick
import "../../system"

// All recordings, the newest first; above them the one that is being made.
AppPage {
    id: view
    property var recordings: []
    property var session: null
    property real elapsed: 0
    signal chosen(int number)
    signal recording
    root: true
    name: ""
    title: phone.tr("Recorder")
    Spans { id: spans }
    Scroller {
        anchors.fill: parent
        ListRow {
            visible: view.session !== null
            icon: "record"
            iconColour: Theme.error
            title: view.session && view.session.state === "running" ? phone.tr("Recording") : phone.tr("Paused")
            summary: spans.words(view.elapsed)
            treeText: title
            onClicked: view.recording()
        }
        Repeater {
            model: view.recordings
            ListRow {
                required property var modelData
                icon: "play"
                iconColour: "#B3261E"
                title: modelData.name || ""
                summary: spans.words(Number(modelData.duration) || 0) + "  ·  " + phone.formatTime(Number(modelData.created) || 0, "date")
                treeText: title
                onClicked: view.chosen(modelData._id)
            }
        }
        Item { width: 1; height: 96 }
    }
    EmptyState { visible: view.recordings.length === 0 && view.session === null; icon: "microphone-outline"; text: phone.tr("No recordings yet"); detail: phone.tr("Tap the microphone to make the first one.") }
    Fab { icon: "microphone"; treeLabel: view.session ? phone.tr("Return to the recording") : phone.tr("Record"); onClicked: view.recording() }
}
