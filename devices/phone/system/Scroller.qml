import QtQuick

// A vertical list that scrolls; put the rows inside a Column or give it a model through its content.
Flickable {
    id: scroller
    default property alias rows: column.data
    property alias spacing: column.spacing
    property string treeClass: "androidx.recyclerview.widget.RecyclerView"
    property bool treeScrollable: contentHeight > height
    clip: true
    contentWidth: width
    contentHeight: column.height + 24
    boundsBehavior: Flickable.StopAtBounds
    Column { id: column; width: scroller.width }
}
