import QtQuick
import "../../system"

// Camera: what it sees is drawn from the seed; what it takes is a file in DCIM/Camera.
Item {
    id: app
    readonly property string page: pages.name
    readonly property int files: store.fileRevision
    readonly property string last: (files, store.call("gallery", "newest", { folder: "/sdcard/DCIM/Camera" }).path)  // a path, "" without any
    property var client: null  // who asked for a picture: {package, page}

    function open(name, values) {
        timers.back()
        pages.reset()
        finder.shot = ""
        finder.due = 0
        finder.asked = name === "capture"
        client = values && values["package"] ? { "package": values["package"], page: values.page || "" } : null
        if (name === "settings") settings()
        else ask()
    }
    function back() { return timers.back() || pages.back() }
    function ask() { if (!finder.granted) phone.requestPermission("com.android.camera2", "android.permission.CAMERA") }
    function settings() { pages.show(options) }
    function showLast() {
        if (last === "") phone.showToast(phone.tr("No photos yet"))
        else phone.open("com.android.gallery3d", "photo", { path: last, scope: "/sdcard/DCIM/Camera" })
    }
    // The picture goes to whoever asked for it; without anybody, the camera goes on as usual.
    function handOver(path) {
        finder.shot = ""
        finder.asked = false
        if (client) phone.open(client["package"], client.page, { path: path })
        else phone.showToast(phone.tr("Photo saved"))
    }

    PageStack { id: pages; initialItem: finder }
    Finder { id: finder; desk: app }
    Component { id: options; SettingsPage { onChoosingTimer: timers.open() } }
    ChoiceDialog {
        id: timers
        title: phone.tr("Timer")
        value: Stored.setting("secure/camera_timer", "0")
        options: [{ value: "0", text: phone.tr("Off") }, { value: "3", text: phone.tr("%1 seconds").replace("%1", 3) }, { value: "10", text: phone.tr("%1 seconds").replace("%1", 10) }]
        onChosen: (value) => store.put("secure", "camera_timer", value)
    }
}
