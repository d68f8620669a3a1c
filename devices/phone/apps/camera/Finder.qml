import QtQuick
import "../../system"

// The viewfinder and all that is around it. With a picture asked for by another app, that picture is shown to be agreed to.
Rectangle {
    id: view
    property var desk
    property bool asked: false  // another app wants one picture
    property bool front: false
    property string mode: "photo"  // "photo", "portrait", "square"
    property int zoom: 100  // percent
    property real due: 0  // when the timer goes off (ms of the phone's clock), 0: it does not run
    property int remaining: 0  // seconds
    property string shot: ""  // what was taken for the other app
    readonly property string name: asked ? "capture" : ""
    readonly property string flash: Stored.setting("secure/camera_flash", "auto")
    readonly property int timer: Number(Stored.setting("secure/camera_timer", "0"))
    readonly property bool grid: Stored.setting("secure/camera_grid", "0") === "1"
    readonly property bool blocked: Stored.setting("secure/camera_access", "1") === "0"
    readonly property bool granted: phone.permission("com.android.camera2", "android.permission.CAMERA")
    readonly property bool ready: granted && !blocked
    readonly property int brightness: flash === "on" && !front ? 115 : 100
    readonly property string taken: Stored.setting("secure/camera_taken", "0")
    readonly property string scene: ready ? (taken, store.call("camera", "view", { front: front }).scene) : ""
    objectName: "page"
    color: "#000000"

    function back() {
        if (due > 0) { due = 0; return true }
        if (shot !== "") { shot = ""; return true }
        return false
    }
    function press() {
        if (due > 0) { due = 0; return }
        if (timer === 0) { shoot(); return }
        remaining = timer
        due = phone.timestamp() + timer * 1000
    }
    function shoot() {
        due = 0
        const place = Stored.setting("secure/camera_place", "1") === "1"
        const answer = store.call("camera", "shoot", { front: front, zoom: zoom, square: mode === "square", portrait: mode === "portrait", brightness: brightness, place: place })
        if (answer.error) { phone.showToast(phone.tr("The photo could not be saved")); return }
        blink.restart()
        if (asked) shot = answer.path
    }
    Connections {
        target: phone
        function onTicked() {
            if (view.due <= 0) return
            view.remaining = Math.ceil((view.due - phone.timestamp()) / 1000)
            if (view.remaining <= 0) view.shoot()
        }
    }

    // what the lens sees
    Item {
        id: lens
        readonly property bool wide: view.width > view.height
        x: 0
        y: wide ? 0 : 56
        width: wide ? parent.width - 236 : parent.width
        height: wide ? parent.height : parent.height - y - 190
        clip: true
        visible: view.ready
        Photo {
            id: seen
            anchors.fill: parent
            treeLabel: phone.tr("Viewfinder")
            path: view.shot !== "" ? view.shot : view.scene === "" ? "" : "shot:" + view.zoom + "," + (view.mode === "square" ? 1 : 0) + "," + view.brightness + "," + (view.mode === "portrait" ? 1 : 0) + ":" + view.scene
            whole: view.shot !== "" || view.mode === "square" || lens.wide
        }
        Repeater {
            model: view.grid && view.shot === "" ? 4 : 0
            Rectangle {
                required property int index
                x: index < 2 ? lens.width * (index + 1) / 3 : 0
                y: index < 2 ? 0 : lens.height * (index - 1) / 3
                width: index < 2 ? 1 : lens.width
                height: index < 2 ? lens.height : 1
                color: "#90FFFFFF"
            }
        }
        Label { visible: view.due > 0; anchors.centerIn: parent; text: view.remaining; sp: 96; color: "#FFFFFF"; style: Text.Outline; styleColor: "#80000000" }
        Rectangle {
            id: white
            anchors.fill: parent
            color: "#FFFFFF"
            opacity: 0
            NumberAnimation { id: blink; target: white; property: "opacity"; from: Theme.motion ? 0.8 : 0; to: 0; duration: Theme.motion }
        }
    }
    // above: flash, timer, grid, settings
    Row {
        id: knobs
        visible: view.ready && view.shot === ""
        y: 4
        x: (lens.width - width) / 2
        spacing: 12
        IconButton {
            ink: "#FFFFFF"
            icon: view.flash === "on" ? "flash" : view.flash === "off" ? "flash-off" : "flash-outline"
            label: view.flash === "on" ? phone.tr("Flash on") : view.flash === "off" ? phone.tr("Flash off") : phone.tr("Flash automatic")
            onClicked: store.put("secure", "camera_flash", { auto: "on", on: "off", off: "auto" }[view.flash] || "auto")
        }
        IconButton {
            ink: view.timer ? "#FFE082" : "#FFFFFF"
            icon: view.timer ? "timer" : "timer-outline"
            label: view.timer ? phone.tr("Timer %1 s").replace("%1", view.timer) : phone.tr("Timer off")
            onClicked: store.put("secure", "camera_timer", { 0: "3", 3: "10", 10: "0" }[view.timer] || "0")
            Label { property bool treeHidden: true; visible: view.timer > 0; x: 30; y: 26; text: view.timer; sp: 12; color: "#FFE082" }
        }
        IconButton { ink: view.grid ? "#FFE082" : "#FFFFFF"; icon: "grid"; label: view.grid ? phone.tr("Grid on") : phone.tr("Grid off"); onClicked: store.put("secure", "camera_grid", view.grid ? "0" : "1") }
        IconButton { ink: "#FFFFFF"; icon: "cog-outline"; label: phone.tr("Camera settings"); onClicked: view.desk.settings() }
    }
    // below: zoom, modes, shutter
    Column {
        visible: view.ready && view.shot === ""
        x: lens.wide ? lens.width : 0
        y: lens.wide ? (parent.height - height) / 2 : lens.y + lens.height - 44
        width: lens.wide ? 236 : parent.width
        spacing: 12
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 8
            Repeater {
                model: [100, 200, 400]
                Pressable {
                    id: step
                    required property int modelData
                    width: 44; height: 36; radius: 18
                    tint: "#FFFFFF"
                    treeText: modelData / 100 + "×"
                    treeCheckable: true
                    treeChecked: view.zoom === modelData
                    onClicked: view.zoom = modelData
                    Rectangle { anchors.fill: parent; radius: 18; z: -1; color: step.treeChecked ? "#E0FFFFFF" : "#80000000" }
                    Label { anchors.centerIn: parent; text: step.treeText; sp: 13; color: step.treeChecked ? "#202124" : "#FFFFFF" }
                }
            }
        }
        Flickable {
            width: parent.width
            height: modes.height
            contentWidth: Math.max(width, modes.width)
            flickableDirection: Flickable.HorizontalFlick
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            ModeStrip {
                id: modes
                x: Math.max(0, (parent.width - width) / 2)
                current: view.mode
                modes: [{ value: "portrait", text: phone.tr("Portrait") }, { value: "photo", text: phone.tr("Photo") }, { value: "square", text: phone.tr("Square") }]
                onChosen: (value) => view.mode = value
            }
        }
        Item {
            width: parent.width
            height: 84
            Pressable {
                id: newest
                visible: !view.asked
                x: lens.wide ? 14 : parent.width * 0.2 - 26
                anchors.verticalCenter: parent.verticalCenter
                width: lens.wide ? 44 : 52; height: width; radius: width / 2
                treeLabel: phone.tr("Last photo")
                treeClass: "android.widget.ImageView"
                onClicked: view.desk.showLast()
                Rectangle { anchors.fill: parent; radius: width / 2; color: "#303134"; z: -1 }
                Photo { property bool treeHidden: true; anchors.fill: parent; anchors.margins: 4; path: view.desk.last; visible: path !== ""; z: -1 }
                Rectangle { anchors.fill: parent; radius: 8; color: "transparent"; border.width: 2; border.color: "#FFFFFF" }
            }
            Pressable {
                anchors.centerIn: parent
                width: lens.wide ? 68 : 80; height: width; radius: width / 2
                treeClass: "android.widget.ImageButton"
                treeLabel: view.due > 0 ? phone.tr("Stop timer") : phone.tr("Take photo")
                treeId: "shutter"
                onClicked: view.press()
                Rectangle { anchors.fill: parent; radius: width / 2; color: "transparent"; border.width: 4; border.color: "#FFFFFF" }
                Rectangle { anchors.centerIn: parent; width: parent.width - 16; height: width; radius: view.due > 0 ? 12 : width / 2; color: "#FFFFFF" }
            }
            IconButton { x: lens.wide ? parent.width - 60 : parent.width * 0.8 - 24; anchors.verticalCenter: parent.verticalCenter; ink: "#FFFFFF"; icon: "camera-flip"; size: 28; label: phone.tr("Switch camera"); treeCheckable: true; treeChecked: view.front; onClicked: view.front = !view.front }
        }
    }
    // a picture for another app
    Row {
        visible: view.ready && view.shot !== ""
        x: (parent.width - width) / 2
        y: parent.height - height - 56
        spacing: 24
        TextButton { text: phone.tr("Retake"); ink: "#FFFFFF"; onClicked: view.shot = "" }
        TextButton { text: phone.tr("Use photo"); filled: true; onClicked: view.desk.handOver(view.shot) }
    }
    // no picture: why, and what to do
    Column {
        visible: !view.ready
        anchors.centerIn: parent
        width: parent.width - 64
        spacing: 16
        Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "camera-outline"; size: 72; color: "#9AA0A6" }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap; sp: 20; color: "#FFFFFF"; text: view.blocked ? phone.tr("Camera access is off") : phone.tr("Camera needs your permission") }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap; sp: 14; color: "#BDC1C6"; text: view.blocked ? phone.tr("Turn it on in Settings under Privacy") : phone.tr("Without it no picture can be taken") }
        TextButton { anchors.horizontalCenter: parent.horizontalCenter; filled: true; text: view.blocked ? phone.tr("Open settings") : phone.tr("Allow camera"); onClicked: if (view.blocked) phone.open("com.android.settings", "privacy", {}); else view.desk.ask() }
    }
}
