import QtQuick

// The whole screen: launcher, running apps, recents, keyboard, bars. Python owns which app is in front; this scene obeys.
Item {
    id: screen
    width: phone.widthPx
    height: phone.heightPx
    readonly property bool home: phone.foreground === "" && !phone.recents
    readonly property string page: loaderOf(phone.foreground) && loaderOf(phone.foreground).item ? loaderOf(phone.foreground).item.page || "" : ""
    onPageChanged: phone.pageShown(page)

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
        if (page !== null && found.item && found.item.open) found.item.open(page, values || {})
    }
    function stop(name) {
        for (let i = tasks.count - 1; i >= 0; i--) if (tasks.get(i).name === name) tasks.remove(i)
    }
    function goBack() {
        if (keyboard.visible) { ime.hide(); return }
        if (phone.recents) { phone.pressHome(); return }
        if (phone.foreground === "") { launcher.back(); return }
        const found = loaderOf(phone.foreground)
        if (found && found.item && found.item.back && found.item.back()) return
        phone.pressHome()
    }
    function goHome() { launcher.reset() }

    ListModel { id: tasks }
    Item {
        // One unit is one dp. Whole numbers: a list that ends at a fraction of one never quite comes to rest.
        width: Math.ceil(phone.widthDp)
        height: Math.ceil(phone.heightDp)
        transform: [
            Scale { xScale: Theme.rtl ? -phone.scale : phone.scale; yScale: phone.scale },
            Translate { x: Theme.rtl ? phone.widthPx : 0 }
        ]

        Launcher { id: launcher; anchors.fill: parent; visible: screen.home }
        Item {
            id: apps
            y: 32
            width: parent.width
            height: parent.height - 32 - 48 - (keyboard.visible ? keyboard.height - 0 : 0)
            visible: phone.foreground !== "" && !phone.recents
            Repeater {
                id: loaders
                model: tasks
                Loader {
                    required property string name
                    required source
                    anchors.fill: parent
                    visible: phone.foreground === name
                    enabled: visible
                }
            }
        }
        Recents { anchors.fill: parent; visible: phone.recents; running: phone.running }
        Rectangle { width: parent.width; height: 32; color: Theme.surface; visible: apps.visible }
        Rectangle { y: parent.height - 48; width: parent.width; height: 48; color: Theme.surface; visible: !screen.home || launcher.drawer || keyboard.visible }
        StatusBar { width: parent.width; ink: screen.home && !launcher.drawer ? "#FFFFFF" : Theme.onSurface }
        Keyboard { id: keyboard; y: parent.height - 48 - height; width: parent.width; visible: ime.shown }
        NavBar { y: parent.height - 48; width: parent.width; ink: screen.home && !launcher.drawer && !keyboard.visible ? "#FFFFFF" : Theme.onSurface }
        Rectangle {
            visible: phone.toast !== ""
            radius: 24
            color: Theme.onSurface
            width: Math.min(parent.width - 48, toast.implicitWidth + 48)
            height: 48
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height - 140
            Label { id: toast; anchors.centerIn: parent; text: phone.toast; color: Theme.surface; sp: 14 }
        }
        Rectangle { anchors.fill: parent; color: "black"; visible: !phone.awake; MouseArea { anchors.fill: parent } }
    }
}
