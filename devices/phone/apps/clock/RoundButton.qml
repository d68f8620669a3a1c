import QtQuick
import "../../system"

// A large round button below a clock face.
Pressable {
    id: button
    property string icon
    property string label
    property bool quiet: false
    readonly property color ink: quiet ? Theme.onPrimaryContainer : Theme.onPrimary
    width: 80
    height: 80
    radius: 40
    tint: ink
    treeClass: "android.widget.ImageButton"
    treeLabel: label
    Rectangle { z: -1; anchors.fill: parent; radius: 40; color: button.quiet ? Theme.primaryContainer : Theme.primary }
    Icon { anchors.centerIn: parent; name: button.icon; size: 34; color: button.ink }
}
