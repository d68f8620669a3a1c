import QtQuick

// A box with a tick; shows a state, takes no touches of its own.
Icon {
    property bool on: false
    name: on ? "checkbox-marked" : "checkbox-blank-outline"
    color: on ? Theme.primary : Theme.onSurfaceVariant
}
