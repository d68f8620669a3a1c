import QtQuick

// The floating action button of a list page; a newer version of its app has it on the other side.
Pressable {
    id: fab
    property string icon: "plus"
    width: 56; height: 56; radius: 16
    x: phone.updated ? 20 : parent.width - width - 20
    anchors.bottom: parent.bottom
    anchors.bottomMargin: 20
    z: 5
    tint: Theme.onPrimaryContainer
    treeClass: "android.widget.ImageButton"
    Rectangle { anchors.fill: parent; radius: 16; color: Theme.primaryContainer; z: -1 }
    Icon { anchors.centerIn: parent; name: fab.icon; color: Theme.onPrimaryContainer }
}
