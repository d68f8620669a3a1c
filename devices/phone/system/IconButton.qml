import QtQuick

// A round button that is only an icon; label says what it does.
Pressable {
    id: button
    property string icon
    property string label
    property color ink: Theme.onSurface
    property int size: 24
    width: 48
    height: 48
    radius: 24
    tint: ink
    treeClass: "android.widget.ImageButton"
    treeLabel: label
    Icon { anchors.centerIn: parent; name: button.icon; color: button.ink; size: button.size }
}
