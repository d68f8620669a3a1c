import QtQuick

// A small rounded choice or filter.
Pressable {
    id: chip
    property string text
    property string icon
    property bool chosen: false
    width: words.implicitWidth + (icon ? 52 : 32)
    height: Math.max(36, Theme.size(36))
    radius: 10
    treeText: text
    treeCheckable: true
    treeChecked: chosen
    Rectangle { anchors.fill: parent; radius: 10; z: -1; color: chip.chosen ? Theme.primaryContainer : "transparent"; border.width: chip.chosen ? 0 : 1; border.color: Theme.outline }
    Icon { visible: chip.icon !== ""; name: chip.icon; size: 18; x: 10; anchors.verticalCenter: parent.verticalCenter; color: words.color }
    Label { id: words; x: chip.icon ? 36 : 16; anchors.verticalCenter: parent.verticalCenter; text: chip.text; sp: 14; color: chip.chosen ? Theme.onPrimaryContainer : Theme.onSurfaceVariant }
}
