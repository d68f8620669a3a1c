import QtQuick
import "../../system"

// Recorder. "recordings": name, path, duration, created. "recorder" holds one row while something is being recorded, and
// "recorder_player" one while something plays: state (running, paused), started_ms, before_ms (what had passed before it was
// last started), of (id of the recording). The provider writes the files.
Item {
    id: app
    readonly property string page: pages.name
    readonly property string microphone: "android.permission.RECORD_AUDIO"
    readonly property string own: "com.android.soundrecorder"
    property real now: 0
    readonly property var session: sessions.all.length ? sessions.all[0] : null
    readonly property real elapsed: session ? passed(session) : 0
    readonly property real position: player.all.length ? passed(player.all[0]) : 0

    function passed(row) { return Number(row.before_ms) + (row.state === "running" ? Math.max(0, now - Number(row.started_ms)) : 0) }
    function look() { now = Math.floor(phone.timestamp()) }
    Component.onCompleted: { look(); store.call("recorder", "sync", {}) }
    Connections { target: phone; function onTicked() { if (app.session || player.all.length) app.look() } }

    function open(name, values) {
        if (name === undefined || name === null) return  // from the launcher: where it was
        const given = values || {}
        confirm.close(); discard.close(); namer.close()
        store.call("recorder", "sync", {})
        pages.reset()
        look()
        if (name === "record") pages.show(record)
        else if (name === "play") pages.show(play, { number: Number(given.id || 0) })
    }
    function back() { return confirm.back() || discard.back() || namer.back() || pages.back() }

    // recording
    function start() {
        if (!phone.permission(own, microphone)) { phone.requestPermission(own, microphone); return }
        stopPlaying()
        look()
        store.insert("recorder", { state: "running", started_ms: now, before_ms: 0 })
        phone.notify({ package: own, channel: "recording", tag: "recording", title: phone.tr("Recording"), text: phone.tr("Tap to return to the recording"), page: "record", ongoing: true, silent: true })
    }
    function pauseOrGoOn() {
        look()
        if (session.state === "running") store.update("recorder", session._id, { state: "paused", before_ms: Math.floor(passed(session)) })
        else store.update("recorder", session._id, { state: "running", started_ms: now })
    }
    function end() {
        store.together(() => sessions.all.forEach((row) => store.remove("recorder", row._id)))
        store.rows("notifications", store.revision).filter((row) => row.tag === "recording" && row["package"] === own).forEach((row) => phone.cancelNotification(row._id))
    }
    function freeName() {
        const names = recordings.all.map((row) => row.name)
        let number = 1
        while (names.includes(phone.tr("Recording %1").arg(number))) number += 1
        return phone.tr("Recording %1").arg(number)
    }
    // playing
    function playFrom(recording, moment, running) {
        look()
        stopPlaying()
        store.insert("recorder_player", { of: recording._id, state: running ? "running" : "paused", started_ms: now, before_ms: Math.floor(Math.max(0, Math.min(moment, Number(recording.duration)))) })
    }
    function stopPlaying() { store.together(() => player.all.forEach((row) => store.remove("recorder_player", row._id))) }

    Rows { id: recordings; provider: "recordings" }
    Rows { id: sessions; provider: "recorder" }
    Rows { id: player; provider: "recorder_player" }
    PageStack { id: pages; initialItem: list }

    Component {
        id: list
        RecordingList {
            recordings: app.newestFirst()
            session: app.session
            elapsed: app.elapsed
            onChosen: (number) => { app.stopPlaying(); pages.show(play, { number: number }) }
            onRecording: { pages.show(record); if (!app.session) app.start() }
        }
    }
    function newestFirst() { return recordings.all.slice().sort((one, other) => Number(other.created || 0) - Number(one.created || 0) || other._id - one._id) }
    Component {
        id: record
        RecordPage {
            allowed: phone.permission(app.own, app.microphone)
            session: app.session
            elapsed: app.elapsed
            onStarting: app.start()
            onPausing: app.pauseOrGoOn()
            onSaving: { if (app.session.state === "running") app.pauseOrGoOn(); namer.ask(null, app.freeName()) }
            onDiscarding: { if (app.session.state === "running") app.pauseOrGoOn(); discard.open() }
            onAsking: phone.requestPermission(app.own, app.microphone)
        }
    }
    Component {
        id: play
        PlayPage {
            property int number: 0
            recording: recordings.find(number)
            playback: player.all.find((row) => Number(row.of) === number) || null
            passed: playback ? app.position : 0
            onPlaying: (moment, running) => app.playFrom(recording, moment, running)
            onRenaming: namer.ask(recording, recording.name)
            onDeleting: confirm.ask(recording)
        }
    }

    Dialog {
        id: namer
        property var recording: null  // null: the one that is being made
        function ask(recording, name) { namer.recording = recording; problem = ""; field.text = name; open(); field.input.forceActiveFocus(); field.input.selectAll() }
        property string problem
        title: recording ? phone.tr("Rename recording") : phone.tr("Save recording")
        accept: phone.tr("Save")
        onAccepted: {
            const answer = recording ? store.call("recorder", "rename", { id: recording._id, name: field.text })
                : store.call("recorder", "save", { name: field.text, duration: Math.max(1000, Math.floor(app.elapsed)) })
            problem = answer.problem === "taken" ? phone.tr("There is one of this name already") : answer.problem ? phone.tr("This is no name for a recording") : ""
            if (problem) { open(); return }
            field.input.focus = false
            if (recording) return
            app.end()
            pages.reset()
            phone.showToast(phone.tr("Recording saved"))
        }
        onRejected: field.input.focus = false
        Column {
            width: parent.width
            spacing: 6
            Field { id: field; label: phone.tr("Name of the recording"); treeId: "recording_name"; onEdited: namer.problem = ""; onSubmitted: { namer.close(); namer.accepted() } }
            Label { visible: text !== ""; width: parent.width; text: namer.problem; sp: 13; color: Theme.error }
        }
    }
    Dialog {
        id: discard
        title: phone.tr("Discard this recording?")
        message: phone.tr("It cannot be brought back.")
        accept: phone.tr("Discard")
        onAccepted: { app.end(); pages.reset() }
    }
    Dialog {
        id: confirm
        property var recording: null
        function ask(recording) { confirm.recording = recording; open() }
        title: phone.tr("Delete this recording?")
        message: recording ? recording.name || "" : ""
        accept: phone.tr("Delete")
        onAccepted: { app.stopPlaying(); pages.leave(); store.call("recorder", "remove", { id: recording._id }); phone.showToast(phone.tr("Recording deleted")) }
    }
}
