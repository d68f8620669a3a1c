import QtQuick

// The top of a page: back arrow, title, and room for actions on the right.
Item {
    id: bar
    property string title
    property bool canGoBack: false
    default property alias actions: side.data
    signal back
    width: parent ? parent.width : 0
    height: 64
    Pressable {
        id: arrow
        visible: bar.canGoBack
        width: 48; height: 48; radius: 24
        x: 4
        anchors.verticalCenter: parent.verticalCenter
        treeClass: "android.widget.ImageButton"
        treeLabel: phone.tr("Back")
        onClicked: bar.back()
        Icon { anchors.centerIn: parent; name: "arrow-left"; color: Theme.onSurface }
    }
    Label {
        text: bar.title
        sp: 22
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.leftMargin: bar.canGoBack ? 60 : 20
        anchors.right: side.left
        anchors.rightMargin: 8
    }
    Row {
        id: side
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: 4
    }
}
