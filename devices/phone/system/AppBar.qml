import QtQuick

// The top of a page: back arrow, title, and room for actions on the right.
Item {
    id: bar
    property string title
    property bool canGoBack: false
    default property alias actions: side.data
    signal back
    width: parent ? parent.width : 0
    height: phone.updated ? 88 : 64  // a newer version has a larger head, and its actions in another order
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
        // A long title first gets smaller, then takes a second line.
        height: parent.height - 4
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        fontSizeMode: Text.Fit
        minimumPixelSize: 13
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        anchors.leftMargin: bar.canGoBack ? 60 : 20
        anchors.right: side.left
        anchors.rightMargin: 8
    }
    Row {
        id: side
        layoutDirection: phone.updated ? Qt.RightToLeft : Qt.LeftToRight
        readonly property Item last: visibleChildren.length ? visibleChildren[visibleChildren.length - 1] : null
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: last && last.filled === true ? 12 : 4  // a pill has no room of its own around it
    }
}
