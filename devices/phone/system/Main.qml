import QtQuick

// The whole screen: launcher, running apps, recents, keyboard, bars, and what the system puts above them. Python owns which
// app is in front; this scene obeys. What the tree of nodes has to know of Android's windows stands here, too: treeModal covers
// all below it, so that no touch gets there; treeAside never has the input focus; treePackage is whose window it is.
Item {
    id: screen
    width: phone.widthPx
    height: phone.heightPx
    readonly property bool home: phone.foreground === "" && !phone.recents
    readonly property var front: loaderOf(phone.foreground)
    readonly property Item app: front && front.item ? front.item : null
    readonly property string page: app ? app.page || "" : ""
    readonly property bool secure: !home && !phone.recents && app !== null && secureIn(app, 2)
    onPageChanged: phone.pageShown(page)
    onSecureChanged: phone.secured(secure)

    // An app says `secure` itself, or the stack of its pages does.
    function secureIn(item, depth) {
        if (item.secure === true) return true
        for (let i = 0; depth > 0 && i < item.children.length; i++)
            if (item.children[i].visible && secureIn(item.children[i], depth - 1)) return true
        return false
    }
    function loaderOf(name) {
        tasks.count  // a dependency: look again when the list changes
        for (let i = 0; i < loaders.count; i++)
            if (loaders.itemAt(i) && loaders.itemAt(i).name === name) return loaders.itemAt(i)
        return null
    }
    function start(name, page, values) {
        let found = loaderOf(name)
        if (!found) {
            tasks.append({ name: name, source: phone.sourceOf(name) })
            found = loaderOf(name)
        }
        if (page === null || page === undefined || !found.item || !found.item.open) return
        leaveDialogs(found.item, 4)
        found.item.open(page, values || {})
    }
    // What they would do belongs to a page that another one now takes the place of.
    function leaveDialogs(item, depth) {
        for (const child of item.children) {
            if (child.treeModal === true && child.close) child.close()
            else if (depth > 0) leaveDialogs(child, depth - 1)
        }
    }
    function stop(name) {
        for (let i = tasks.count - 1; i >= 0; i--) if (tasks.get(i).name === name) tasks.remove(i)
    }
    function goBack() {
        if (surfaces.back()) return
        if (lock.locked) { lock.lower(); return }
        if (shade.level > 0) { shade.pull(shade.level - 1); return }
        if (keyboard.visible) { ime.hide(); return }
        if (phone.recents) { phone.pressHome(); return }
        if (phone.foreground === "") { launcher.back(); return }
        const before = page
        if (app && app.back && app.back()) {
            if (page !== before) phone.leaveVisit(before)
            return
        }
        if (!phone.leaveVisit(before)) phone.pressHome()
    }
    function goHome() { launcher.reset() }

    ListModel { id: tasks }
    Rows { id: live; provider: "live_calls" }
    Item {
        id: glass
        // One unit is one dp. Whole numbers: a list that ends at a fraction of one never quite comes to rest.
        width: Math.ceil(phone.widthDp)
        height: Math.ceil(phone.heightDp)
        transform: [
            Scale { xScale: Theme.rtl ? -phone.scale : phone.scale; yScale: phone.scale },
            Translate { x: Theme.rtl ? phone.widthPx : 0 }
        ]

        // Whatever is large lies in the scene only while it is seen: with each thing that comes or goes, Qt walks over all.
        Item {
            id: wall
            readonly property bool shown: screen.home && !lock.locked
            anchors.fill: parent
            Launcher { id: launcher; parent: wall.shown ? wall : null; anchors.fill: parent; visible: wall.shown; inset: nav.height }
        }
        Item {
            id: apps
            y: 32
            width: parent.width
            height: parent.height - 32 - nav.height - (keyboard.visible && !ime.covers ? keyboard.height : 0)
            visible: phone.foreground !== "" && !phone.recents && !lock.locked  // below the lock screen nothing can be seen
            Repeater {
                id: loaders
                model: tasks
                Item {
                    id: place
                    required property string name
                    required property url source
                    readonly property bool front: phone.foreground === name
                    readonly property alias item: loader.item
                    anchors.fill: parent
                    visible: front
                    enabled: front
                    Loader { id: loader; parent: place.front ? place : null; anchors.fill: parent; source: place.source }
                }
            }
        }
        Recents { anchors.fill: parent; visible: phone.recents && !lock.locked; running: phone.running; inset: nav.height }
        Rectangle { width: parent.width; height: 32; color: Theme.surface; visible: apps.visible }
        Rectangle { y: nav.y; width: parent.width; height: nav.height; color: Theme.surface; visible: !screen.home || launcher.drawer || keyboard.visible }
        Item {
            id: desk
            readonly property bool shown: ime.shown && !lock.locked
            anchors.fill: parent
            Keyboard { id: keyboard; property bool treeAside: true; parent: desk.shown ? desk : null; y: nav.y - height; width: desk.width; screenHeight: desk.height; visible: desk.shown }
        }
        TextTools { property bool treeAside: true; anchors.fill: parent; visible: ime.tools && ime.shown && !lock.locked }
        EdgeSwipe { anchors.fill: parent; enabled: nav.gestures && !lock.locked }
        StatusBar { property bool treeAside: true; width: parent.width; ink: screen.home && !launcher.drawer ? "#FFFFFF" : Theme.onSurface; visible: shade.level === 0 && !lock.locked }
        ShareSheet { property bool treeModal: true; property string treePackage: "com.android.intentresolver"; anchors.fill: parent; visible: !!surfaces.sheet.from && !lock.locked; inset: nav.height }
        PermissionDialog { property bool treeModal: true; property string treePackage: "com.android.permissioncontroller"; anchors.fill: parent; visible: !!surfaces.question.permission && !lock.locked; question: surfaces.question }
        NotificationShade { property bool treeModal: true; property string treePackage: "com.android.systemui"; anchors.fill: parent; visible: shade.level > 0 && !lock.locked; inset: nav.height }
        NavBar {
            id: nav
            property bool treeAside: true
            y: parent.height - height
            width: parent.width
            visible: !lock.locked
            ink: screen.home && !launcher.drawer && !keyboard.visible && shade.level === 0 ? "#FFFFFF" : Theme.onSurface
        }
        FaultDialog { property bool treeModal: true; property string treePackage: kind === "battery" ? "com.android.systemui" : "android"; anchors.fill: parent; visible: !!surfaces.dialog.kind; dialog: surfaces.dialog }
        LockScreen { property bool treeModal: true; property string treePackage: "com.android.systemui"; anchors.fill: parent; visible: lock.locked && !surfaces.emergency }
        HeadsUp { property bool treeAside: true; width: parent.width; row: shade.top; visible: !!shade.top._id && shade.level === 0 && !lock.locked }
        CallBanner {
            property bool treeAside: true
            width: parent.width
            call: live.all.find((row) => row.state === "ringing") || null
            visible: call !== null && !(phone.foreground === "phone" && screen.page === "incoming" && !lock.locked && shade.level === 0)
        }
        VolumePanel { property bool treeAside: true; anchors.fill: parent; visible: surfaces.volume }
        PowerMenu { property bool treeModal: true; property string treePackage: "com.android.systemui"; anchors.fill: parent; visible: surfaces.power }
        EmergencyPage { property bool treeModal: true; property string treePackage: "com.android.emergency"; anchors.fill: parent; visible: surfaces.emergency }
        Toast { property bool treeAside: true }
        Rectangle { anchors.fill: parent; color: "black"; visible: !phone.awake; MouseArea { anchors.fill: parent } }
    }
}
