import QtQuick
import "../../system"
import "numbers.js" as Numbers

// The call in progress: a row of "live_calls", or null.
AppPage {
    id: view
    property var call: null
    property real now: 0  // ms by the phone's clock
    property bool keypad: false
    readonly property bool wide: width > height
    readonly property bool active: !!call && call.state === "active"
    signal ended
    signal switched(string key)
    signal toned(string key)
    name: "incall"
    title: ""
    function back() {
        if (!keypad) return false
        keypad = false
        return true
    }
    EmptyState { visible: !view.call; icon: "phone-off"; text: phone.tr("No call in progress") }
    Item {
        id: who
        visible: !!view.call
        width: view.wide ? parent.width / 2 : parent.width
        y: view.wide ? 24 : view.keypad ? 0 : 32
        height: words.y + words.height
        readonly property real room: view.wide ? view.height - words.height - 112 : 120  // for the face, above all words
        Avatar { id: face; visible: (!view.keypad || view.wide) && who.room >= 40; size: Math.min(who.room, view.wide ? 84 : 120); anchors.horizontalCenter: parent.horizontalCenter; name: view.call ? view.call.name : "" }
        Column {
            id: words
            y: face.visible ? face.height + 20 : 0
            x: 24
            width: parent.width - 48
            spacing: 4
            Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: view.call ? view.call.name || Numbers.pretty(view.call.number) : ""; sp: 28 }
            Label { visible: !!view.call && view.call.name !== ""; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: view.call ? Numbers.pretty(view.call.number) : ""; sp: 15; color: Theme.onSurfaceVariant }
            Label {
                property string treeId: "elapsedTime"
                property string treeClass: "android.widget.TextView"
                property string treeText: text
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                sp: 16
                color: Theme.onSurfaceVariant
                text: !view.call ? "" : !view.active ? phone.tr("Calling…") : view.call.held ? phone.tr("On hold") : Numbers.spent((view.now - view.call.start) / 1000)
            }
            Label { visible: text !== ""; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: view.call ? view.call.tones : ""; sp: 22; elide: Text.ElideLeft }
        }
    }
    Column {
        visible: !!view.call
        width: view.wide ? parent.width / 2 : parent.width
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: view.wide ? 4 : 24
        spacing: view.wide ? 8 : 20
        DialKeys { visible: view.keypad; x: 32; width: parent.width - 64; rowHeight: Math.max(34, Math.min(60, (view.height - 64 - (view.wide ? 190 : 360)) / 4)); onTyped: (key) => view.toned(key) }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            CallButton { icon: "dialpad"; text: phone.tr("Keypad"); on: view.keypad; onClicked: view.keypad = !view.keypad }
            CallButton { icon: "microphone-off"; text: phone.tr("Mute"); on: !!view.call && !!view.call.muted; onClicked: view.switched("muted") }
            CallButton { icon: "volume-high"; text: phone.tr("Speaker"); on: !!view.call && !!view.call.speaker; onClicked: view.switched("speaker") }
            CallButton { icon: "pause"; text: phone.tr("Hold"); enabled: view.active; opacity: view.active ? 1 : 0.4; on: !!view.call && !!view.call.held; onClicked: view.switched("held") }
        }
        Pressable {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 112; height: 64; radius: 32
            treeLabel: phone.tr("End call")
            treeId: "incall_end_call"
            onClicked: view.ended()
            Rectangle { anchors.fill: parent; radius: 32; color: "#D93025"; z: -1 }
            Icon { anchors.centerIn: parent; name: "phone-hangup"; color: "#FFFFFF"; size: 30 }
        }
    }
}
