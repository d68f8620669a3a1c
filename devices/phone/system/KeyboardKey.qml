import QtQuick

// One key. The whole cell takes the touch, so that there is no dead strip between two keys; the cap is drawn inside it.
// clicked: a tap. repeated: again and again while it is held, where repeats is set; held: once, where it is not.
Item {
    id: key
    property string text
    property string icon
    property string hint  // the small character in the corner, typed by holding the key
    property bool repeats: false
    property color face: keyFace
    property color ink: Theme.onSurface
    property bool round: false
    property int sp: 22
    readonly property color keyFace: Theme.dark ? "#3B3E45" : "#FFFFFF"
    property string treeClass: "android.widget.Button"
    property string treeText: text
    property string treeLabel: ""
    property string treeId: ""
    property bool treeClickable: true
    property bool treeCheckable: false
    property bool treeChecked: false
    signal clicked
    signal held
    signal repeated

    Rectangle {
        x: 2.5
        y: 4.5
        width: key.width - 5
        height: key.height - 9
        radius: key.round ? height / 2 : 7
        color: area.pressed ? Qt.tint(key.face, Qt.alpha(key.ink, 0.16)) : key.face
    }
    Text {
        property bool treeHidden: key.treeText !== key.text
        visible: text !== ""
        anchors.centerIn: parent
        text: key.text
        color: key.ink
        font.pixelSize: key.sp
        textFormat: Text.PlainText
    }
    Icon { anchors.centerIn: parent; visible: name !== ""; name: key.icon; color: key.ink; size: 23 }
    Text {
        property bool treeHidden: true
        visible: text !== ""
        x: key.width - width - 7
        y: 6
        text: key.hint
        color: Theme.onSurfaceVariant
        font.pixelSize: 10
        textFormat: Text.PlainText
    }
    Timer {
        running: key.repeats && area.holding
        interval: 60
        repeat: true
        triggeredOnStart: true
        onTriggered: key.repeated()
    }
    MouseArea {
        id: area
        property bool holding: false
        anchors.fill: parent
        onClicked: key.clicked()
        onPressAndHold: {
            if (!key.repeats) { key.held(); return }
            // A touch whose length is known beforehand repeats at once, as often as it would in that time.
            holding = ime.heldFor < 0
            for (let i = 0; i < (ime.heldFor - 450) / 60; i++) key.repeated()
        }
        onReleased: holding = false
        onCanceled: holding = false
        onVisibleChanged: holding = false
    }
}
