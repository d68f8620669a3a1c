import QtQuick

// A vertical list that scrolls; put the rows inside a Column or give it a model through its content. A field in it that has
// the focus stays in sight, when the keyboard takes its place and when its text grows.
Flickable {
    id: scroller
    default property alias rows: column.data
    property alias spacing: column.spacing
    property string treeClass: "androidx.recyclerview.widget.RecyclerView"
    property bool treeScrollable: contentHeight > height
    readonly property Item focused: Window.activeFocusItem
    clip: true
    contentWidth: width
    contentHeight: column.height + 24
    boundsBehavior: Flickable.StopAtBounds
    onFocusedChanged: Qt.callLater(reveal)
    onHeightChanged: { comeBack(); reveal() }
    onContentHeightChanged: { comeBack(); reveal() }
    // A Flickable stays where it is when rows go, or the keyboard does, and nothing below is left to scroll to.
    function comeBack() { if (!moving) contentY = Math.max(0, Math.min(contentY, contentHeight - height)) }
    function reveal() {
        let above = focused
        while (above && above !== contentItem) above = above.parent
        if (!above || height <= 0 || focused.cursorRectangle === undefined) return
        const line = focused.cursorRectangle, edge = 36  // so much of a field lies around its line
        const top = focused.mapToItem(contentItem, 0, line.y).y - edge, bottom = top + line.height + 2 * edge
        if (top < contentY) contentY = Math.max(0, top)
        else if (bottom > contentY + height) contentY = Math.max(0, Math.min(top, bottom - height))
    }
    Connections { target: scroller.focused; ignoreUnknownSignals: true; function onCursorRectangleChanged() { scroller.reveal() } }
    Column { id: column; width: scroller.width }
}
