import QtQuick
import "../../system"

// How the screen is locked. Whoever changes it has shown the PIN before, where there was one.
Column {
    id: view
    property var app
    property var page
    readonly property string chosen: app.lock
    function choose(kind) {
        if (kind === chosen && kind !== "pin") { app.leave(); return }
        if (kind === "pin") { app.show("security/lock/pin", { confirmed: true }); return }
        if (chosen === "pin") app.ask(phone.tr("Remove the PIN?"), phone.tr("Anyone who holds the phone can then use it."), phone.tr("Remove"), () => set(kind))
        else set(kind)
    }
    function set(kind) {
        store.call("settings", "lock", { kind: kind, pin: "" })
        app.leave()
    }
    RadioRow { icon: "lock-open-variant"; title: phone.tr("None"); summary: phone.tr("No lock screen"); chosen: view.chosen === "none"; onClicked: view.choose("none") }
    RadioRow { icon: "gesture-swipe"; title: phone.tr("Swipe"); summary: phone.tr("No protection"); chosen: view.chosen === "swipe"; onClicked: view.choose("swipe") }
    RadioRow { icon: "dialpad"; title: phone.tr("PIN"); summary: phone.tr("4 digits or more"); chosen: view.chosen === "pin"; onClicked: view.choose("pin") }
}
