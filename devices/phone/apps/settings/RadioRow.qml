import QtQuick
import "../../system"

// One of several that are all in sight.
ListRow {
    id: row
    property bool chosen: false
    treeClass: "android.widget.RadioButton"
    treeText: title
    treeCheckable: true
    treeChecked: chosen
    Icon { name: row.chosen ? "radiobox-marked" : "radiobox-blank"; color: row.chosen ? Theme.primary : Theme.onSurfaceVariant; opacity: row.enabled ? 1 : 0.4 }
}
