import QtQuick
import "../../system"

// One of several lines of which one is chosen.
ListRow {
    property bool chosen: false
    icon: chosen ? "radiobox-marked" : "radiobox-blank"
    treeClass: "android.widget.RadioButton"
    treeText: title
    treeCheckable: true
    treeChecked: chosen
}
