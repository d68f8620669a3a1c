import QtQuick
import "../../system"

// The twelve keys. typed(key) for a tap, held(key) for a long one.
Grid {
    id: pad
    property real rowHeight: 64
    signal typed(string key)
    signal held(string key)
    readonly property bool low: rowHeight < 48  // too low for letters under the digits
    columns: 3
    layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight  // keys never change places
    Repeater {
        model: [["1", "voicemail"], ["2", "ABC"], ["3", "DEF"], ["4", "GHI"], ["5", "JKL"], ["6", "MNO"], ["7", "PQRS"], ["8", "TUV"], ["9", "WXYZ"], ["*", ""], ["0", "+"], ["#", ""]]
        Pressable {
            id: key
            required property var modelData
            width: pad.width / 3
            height: pad.rowHeight
            radius: height / 2
            treeText: modelData[0]
            treeId: "key_" + ({ "*": "star", "#": "pound" }[modelData[0]] || modelData[0])
            onClicked: pad.typed(modelData[0])
            onHeld: pad.held(modelData[0])
            Rectangle { anchors.centerIn: parent; width: Math.min(parent.width - 12, 108); height: parent.height - 8; radius: height / 2; color: Theme.surfaceHigh; z: -1 }
            Label { property bool treeHidden: true; anchors.horizontalCenter: parent.horizontalCenter; y: parent.height / 2 - height * ((words.text || sign.visible) && !pad.low ? 0.72 : 0.5); text: key.modelData[0]; font.pixelSize: Math.min(28, pad.rowHeight * 0.45) }
            Label { id: words; property bool treeHidden: true; visible: !pad.low && !sign.visible; anchors.horizontalCenter: parent.horizontalCenter; y: parent.height / 2 + 8; text: sign.visible ? "" : key.modelData[1]; font.pixelSize: 11; color: Theme.onSurfaceVariant }
            Icon { id: sign; visible: !pad.low && key.modelData[1] === "voicemail"; name: "voicemail"; size: 15; anchors.horizontalCenter: parent.horizontalCenter; y: parent.height / 2 + 6 }
        }
    }
}
