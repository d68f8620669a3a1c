import QtQuick
import "../../system"

// What the camera remembers.
AppPage {
    id: view
    signal choosingTimer
    name: "settings"
    title: phone.tr("Camera settings")
    function on(key, fallback) { return Stored.setting("secure/" + key, fallback) === "1" }
    function flip(key, on) { store.put("secure", key, on ? "1" : "0") }
    Scroller {
        anchors.fill: parent
        SectionLabel { text: phone.tr("General") }
        SwitchRow { icon: "map-marker-outline"; title: phone.tr("Save location"); on: view.on("camera_place", "1"); onChanged: (on) => view.flip("camera_place", on) }
        SectionLabel { text: phone.tr("Composing") }
        SwitchRow { icon: "grid"; title: phone.tr("Grid lines"); on: view.on("camera_grid", "0"); onChanged: (on) => view.flip("camera_grid", on) }
        ListRow {
            icon: "timer-outline"
            treeText: title
            title: phone.tr("Timer")
            summary: Stored.setting("secure/camera_timer", "0") === "0" ? phone.tr("Off") : phone.tr("%1 seconds").replace("%1", Stored.setting("secure/camera_timer", "0"))
            onClicked: view.choosingTimer()
        }
        SectionLabel { text: phone.tr("Storage") }
        ListRow { icon: "folder-outline"; treeText: title; title: phone.tr("Photos are saved in"); summary: "/sdcard/DCIM/Camera"; onClicked: phone.open("com.android.documentsui", "folder", { path: "/sdcard/DCIM/Camera" }) }
        ListRow { icon: "camera-iris"; treeClickable: false; title: phone.tr("Photos taken"); summary: Stored.setting("secure/camera_taken", "0") }
    }
}
