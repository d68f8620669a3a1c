import QtQuick

// The floating action button of a list page.
Pressable {
    id: fab
    property string icon: "plus"
    width: 56; height: 56; radius: 16
    anchors.right: parent.right
    anchors.rightMargin: 20
    anchors.bottom: parent.bottom
    anchors.bottomMargin: 20
    z: 5
    tint: Theme.onPrimaryContainer
    treeClass: "android.widget.ImageButton"
    Rectangle { anchors.fill: parent; radius: 16; color: Theme.primaryContainer; z: -1 }
    Icon { anchors.centerIn: parent; name: fab.icon; color: Theme.onPrimaryContainer }
}
