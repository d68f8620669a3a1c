import QtQuick

// What can be done with the text of the field that has the focus: comes up when it is held.
Item {
    id: tools
    MouseArea { anchors.fill: parent; onPressed: (event) => { event.accepted = false; ime.hideTools() } }
    Rectangle {
        property string treeClass: "android.widget.LinearLayout"
        readonly property real below: ime.toolsAt.y / phone.scale + 28
        readonly property real above: ime.toolsAt.y / phone.scale - height - 28
        readonly property real middle: (Theme.rtl ? phone.widthPx - ime.toolsAt.x : ime.toolsAt.x) / phone.scale - width / 2
        x: Math.max(8, Math.min(tools.width - width - 8, middle))
        y: above > 36 ? above : below
        width: row.width + 16
        height: row.height + 4
        radius: 24
        color: Theme.surfaceContainer
        border.width: 1
        border.color: Theme.outlineVariant
        Grid {
            id: row
            readonly property real needed: children.reduce((sum, button) => sum + (button.visible ? button.width : 0), 0)
            x: 8
            y: 2
            columns: needed + 32 > tools.width ? 2 : 4  // large words of some languages need two lines
            TextButton { text: phone.tr("Cut"); visible: ime.selected; onClicked: ime.edit("cut") }
            TextButton { text: phone.tr("Copy"); visible: ime.selected; onClicked: ime.edit("copy") }
            TextButton { text: phone.tr("Paste"); visible: phone.clipboard !== ""; onClicked: ime.edit("paste") }
            TextButton { text: phone.tr("Select all"); onClicked: ime.edit("all") }
        }
    }
}
