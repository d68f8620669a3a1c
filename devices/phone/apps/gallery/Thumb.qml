import QtQuick
import "../../system"

// One small picture in a grid.
Pressable {
    id: thumb
    property var photo: ({ path: "", name: "", size: 0, modified: 0, favourite: 0 })
    property bool selecting: false
    property bool chosen: false
    treeClass: "android.widget.ImageView"
    treeLabel: photo.name
    treeCheckable: selecting
    treeChecked: chosen
    Photo { property bool treeHidden: true; anchors.fill: parent; anchors.margins: thumb.chosen ? 12 : 0; path: thumb.photo.path; revision: thumb.photo.size; z: -1 }
    Icon { visible: !!thumb.photo.favourite && !thumb.selecting; name: "heart"; size: 16; color: "#FFFFFF"; x: parent.width - 24; y: parent.height - 26 }
    Rectangle { visible: thumb.selecting; x: 6; y: 6; width: 24; height: 24; radius: 12; color: thumb.chosen ? Theme.primary : "#66000000"; border.width: 2; border.color: "#FFFFFF"
        Icon { anchors.centerIn: parent; visible: thumb.chosen; name: "check"; size: 16; color: Theme.onPrimary } }
}
