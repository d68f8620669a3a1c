import QtQuick
import "../../system"

// Loudness as bars; those before `reached` (0..1) are coloured. first: which bar of the recording stands at the left.
Item {
    id: wave
    property int seed: 0
    property int first: 0
    property int known: bars  // bars from here on are silent: not recorded yet
    property real reached: 1
    readonly property int bars: Math.max(8, Math.floor(width / 7))
    height: 120
    Spans { id: spans }
    Row {
        anchors.centerIn: parent
        spacing: 3
        Repeater {
            model: wave.bars
            Rectangle {
                required property int index
                anchors.verticalCenter: parent ? parent.verticalCenter : undefined
                width: 4
                height: index < wave.known ? Math.max(4, wave.height * spans.level(wave.first + index, wave.seed)) : 4
                radius: 2
                color: index < wave.known && index / wave.bars <= wave.reached ? Theme.primary : Theme.outlineVariant
            }
        }
    }
}
