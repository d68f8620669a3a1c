import QtQuick

// A line with a switch. changed(on) asks for the other state; the one that is shown is the owner's to set.
ListRow {
    id: row
    property bool on: false
    signal changed(bool on)
    treeCheckable: true
    treeChecked: on
    treeText: title
    treeClass: "android.widget.Switch"
    onClicked: changed(!on)
    Toggle { on: row.on; opacity: row.enabled ? 1 : 0.4 }
}
