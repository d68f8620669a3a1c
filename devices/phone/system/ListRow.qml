import QtQuick

// One line of a list: icon, title, summary, and something on the right. It grows with what it has to say.
Pressable {
    id: row
    property string title
    property string summary
    property string icon
    property color iconColour: "transparent"  // transparent: a plain grey icon without a disc
    property bool divider: false
    property int titleLines: 3
    property int summaryLines: 4
    default property alias trailing: side.data
    width: parent ? parent.width : 0
    height: Math.max(summary ? Math.max(72, Theme.size(72)) : Math.max(56, Theme.size(56)), words.height + 24)
    treeClass: "android.widget.LinearLayout"

    Rectangle {
        visible: row.icon !== "" && row.iconColour.a > 0
        width: 40; height: 40; radius: 20
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        color: row.iconColour
    }
    Icon {
        visible: row.icon !== ""
        name: row.icon
        width: 40
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        color: row.iconColour.a > 0 ? "#FFFFFF" : Theme.onSurfaceVariant
    }
    Column {
        id: words
        anchors.verticalCenter: parent.verticalCenter
        x: row.icon !== "" ? 72 : 24
        width: row.width - x - side.width - 32
        spacing: 2
        Label { width: parent.width; text: row.title; font.pixelSize: Theme.fit(row.title, 18, width); wrapMode: Text.Wrap; maximumLineCount: row.titleLines; color: row.enabled ? Theme.onSurface : Theme.outline }
        Label { width: parent.width; text: row.summary; font.pixelSize: Theme.fit(row.summary, 14, width); wrapMode: Text.Wrap; maximumLineCount: row.summaryLines; visible: row.summary !== ""; color: Theme.onSurfaceVariant }
    }
    Item {
        id: side
        width: childrenRect.width
        height: childrenRect.height
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
    }
}
