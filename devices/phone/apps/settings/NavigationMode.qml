import QtQuick
import "../../system"

// How one goes back, home, and to other apps. 0: three buttons. 2: gestures.
Column {
    id: view
    property var app
    property var page
    readonly property string mode: app.setting("secure/navigation_mode", "0")
    RadioRow { icon: "gesture-swipe"; title: phone.tr("Gesture navigation"); summary: phone.tr("Swipe from the edges"); chosen: view.mode === "2"; onClicked: store.put("secure", "navigation_mode", "2") }
    RadioRow { icon: "circle-outline"; title: phone.tr("3-button navigation"); summary: phone.tr("Back, Home, Overview"); chosen: view.mode !== "2"; onClicked: store.put("secure", "navigation_mode", "0") }
}
