import QtQuick

// What a page shows where there is nothing, or where something went wrong: an icon, a sentence, perhaps a way out.
Column {
    id: empty
    property string icon: "information-outline"
    property string text
    property string detail
    property string action
    signal acted
    width: parent ? parent.width - 64 : 0
    anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
    y: parent ? Math.max(tight ? 4 : 24, (parent.height - height) * 0.4) : 0
    spacing: tight ? 4 : 12
    readonly property bool tight: !!parent && parent.height < 320  // a phone that lies on its side
    Icon { visible: !empty.tight; anchors.horizontalCenter: parent.horizontalCenter; name: empty.icon; size: 64; color: Theme.outline }
    Label { id: words; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: empty.text; sp: 18; wrapMode: Text.WordWrap }
    Label {
        // Where there is no room for all of it, the way out matters more.
        readonly property real needed: words.height + height + (way.text ? way.height : 0) + 3 * empty.spacing
        visible: text !== "" && (!empty.tight || needed <= empty.parent.height)
        width: parent.width; horizontalAlignment: Text.AlignHCenter; text: empty.detail; sp: 14; color: Theme.onSurfaceVariant; wrapMode: Text.WordWrap
    }
    TextButton { id: way; visible: text !== ""; width: Math.min(implicitWidth, empty.width + 32); text: empty.action; anchors.horizontalCenter: parent.horizontalCenter; onClicked: empty.acted() }
}
