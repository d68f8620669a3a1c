import QtQuick
import "../../system"

// Bookmarks, history or downloads: rows with a title, an address, and a way to do more with each.
AppPage {
    id: view
    property var rows: []  // {_id, title, summary, group}
    property string icon
    property string nothing
    property string more: "delete-outline"
    property string moreLabel
    property string emptying  // what the menu calls the way to remove all; empty: there is none
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var shown: rows.filter((row) => (row.title + " " + row.summary).toLowerCase().includes(wanted))
    signal chosen(int number)
    signal touched(int number)
    signal emptied
    function back() {
        if (search.text === "") return false
        search.text = ""
        return true
    }
    actions: IconButton { visible: view.emptying !== "" && view.rows.length > 0; icon: "delete-sweep"; label: view.emptying; onClicked: view.emptied() }
    SearchField { id: search; x: 16; width: parent.width - 32 }
    Scroller {
        y: 60
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.shown
            Column {
                id: entry
                required property var modelData
                required property int index
                width: parent.width
                SectionLabel { visible: !!entry.modelData.group && (entry.index === 0 || view.shown[entry.index - 1].group !== entry.modelData.group); text: entry.modelData.group || "" }
                ListRow {
                    icon: view.icon
                    title: entry.modelData.title
                    treeText: title
                    summary: entry.modelData.summary
                    onClicked: view.chosen(entry.modelData._id)
                    IconButton { icon: view.more; label: view.moreLabel + " " + entry.modelData.title; onClicked: view.touched(entry.modelData._id) }
                }
            }
        }
    }
    EmptyState { visible: view.shown.length === 0; icon: view.icon; text: view.wanted === "" ? view.nothing : phone.tr("Nothing found") }
}
