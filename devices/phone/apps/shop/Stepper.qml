import QtQuick
import "../../system"

// A number between two round buttons. chosen(value) asks for another one.
Row {
    id: stepper
    property int value: 1
    property int least: 1
    property int most: 99
    property string what
    signal chosen(int value)
    IconButton { enabled: stepper.value > stepper.least; treeClickable: enabled; opacity: enabled ? 1 : 0.35; icon: "minus-circle-outline"; label: phone.tr("Fewer") + (stepper.what ? ": " + stepper.what : ""); onClicked: stepper.chosen(stepper.value - 1) }
    Label { width: Theme.size(32); height: 48; horizontalAlignment: Text.AlignHCenter; text: String(stepper.value) }
    IconButton { enabled: stepper.value < stepper.most; treeClickable: enabled; opacity: enabled ? 1 : 0.35; icon: "plus-circle-outline"; label: phone.tr("More") + (stepper.what ? ": " + stepper.what : ""); onClicked: stepper.chosen(stepper.value + 1) }
}
