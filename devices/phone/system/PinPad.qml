import QtQuick

// Ten digits, and what the lock says to them.
Item {
    id: pad
    property bool wide: false
    readonly property real side: Math.min(76, (wide ? height - 96 : height * 0.5) / 4 - 8, (wide ? width / 2 : width) / 3 - 20)
    Rectangle { anchors.fill: parent; color: "#000000"; opacity: 0.35 }
    Column {
        x: 0
        width: pad.wide ? parent.width / 2 : parent.width
        y: pad.wide ? (parent.height - height) / 2 : Math.round(parent.height * 0.1)
        spacing: 20
        Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "lock-outline"; size: 26; color: "#FFFFFF" }
        Label {
            x: 24
            width: parent.width - 48
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            color: "#FFFFFF"
            sp: 18
            text: lock.wait > 0 ? phone.tr("Too many attempts. Try again in %1 seconds.").replace("%1", lock.wait)
                : lock.wrong ? phone.tr("Wrong PIN") : phone.tr("Enter your PIN")
        }
        Item {
            anchors.horizontalCenter: parent.horizontalCenter
            width: dots.width
            height: 16
            Row {
                id: dots
                spacing: 14
                Repeater { model: lock.typed; Rectangle { width: 14; height: 14; radius: 7; color: "#FFFFFF" } }
            }
        }
    }
    Grid {
        id: keys
        columns: 3
        columnSpacing: 20
        rowSpacing: 8
        x: pad.wide ? pad.width / 2 + (pad.width / 2 - width) / 2 : (pad.width - width) / 2
        y: pad.wide ? (pad.height - height) / 2 : pad.height - height - 104
        // Digits stand in the same order in every language; the mirrored scene would turn them round.
        readonly property var lines: [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["backspace-outline", "0", "arrow-right"]]
        Repeater {
            model: [].concat(...keys.lines.map((line) => Theme.rtl ? line.slice().reverse() : line))
            Pressable {
                id: key
                required property string modelData
                readonly property bool digit: modelData.length === 1
                width: pad.side
                height: pad.side
                radius: pad.side / 2
                tint: "#FFFFFF"
                treeText: digit ? modelData : ""
                treeLabel: digit ? "" : modelData === "arrow-right" ? phone.tr("Enter") : phone.tr("Backspace")
                treeId: digit ? "key" + modelData : modelData === "arrow-right" ? "key_enter" : "delete_button"
                onClicked: digit ? lock.type(modelData) : modelData === "arrow-right" ? lock.enter() : lock.erase()
                Rectangle { z: -1; anchors.fill: parent; radius: parent.radius; color: "#FFFFFF"; opacity: key.digit || key.modelData === "arrow-right" ? 0.18 : 0 }
                Label { visible: key.digit; anchors.centerIn: parent; text: key.digit ? key.modelData : ""; font.pixelSize: 28; color: "#FFFFFF" }
                Icon { visible: !key.digit; anchors.centerIn: parent; name: key.digit ? "" : key.modelData; size: 26; color: "#FFFFFF" }
            }
        }
    }
    TextButton {
        ink: "#FFFFFF"
        text: phone.tr("Emergency")
        x: pad.wide ? (pad.width / 2 - width) / 2 : (pad.width - width) / 2
        y: pad.height - height - 36
        onClicked: surfaces.choosePower("emergency")
    }
}
