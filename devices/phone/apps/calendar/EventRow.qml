import QtQuick
import "../../system"

// One event in a list: its colour, its title, its hours and its place.
Pressable {
    id: row
    property var event: ({})
    property bool dated: false  // says the day too
    readonly property string facts: (dated ? phone.formatTime(event.begin, "day") + ", " : "") + words.hours(event.begin, event.end, event.all_day) + (event.place ? "  ·  " + event.place : "")
    width: parent ? parent.width : 0
    height: Math.max(64, Theme.size(64), texts.height + 20)
    treeClass: "android.widget.LinearLayout"
    treeText: event.title || ""
    Rectangle { x: 20; width: 6; height: parent.height - 20; radius: 3; anchors.verticalCenter: parent.verticalCenter; color: row.event.colour || Theme.primary }
    Column {
        id: texts
        x: 40
        width: row.width - x - 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Label { width: parent.width; text: row.event.title || phone.tr("(No title)"); sp: 16; wrapMode: Text.Wrap; maximumLineCount: 3 }
        Label { width: parent.width; text: row.facts; sp: 13; wrapMode: Text.Wrap; maximumLineCount: 3; color: Theme.onSurfaceVariant }
    }
    EventWords { id: words }
}
