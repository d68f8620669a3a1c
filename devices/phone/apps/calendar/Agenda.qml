import QtQuick
import "../../system"

// What comes in the next six weeks, day after day.
Item {
    id: view
    property real today: 0
    property real from: 0
    readonly property int most: 80
    readonly property var shown: happens.all.filter((event) => event.end > from || event.begin >= from).slice(0, most).map((event, index, all) => {
        const day = Math.floor(Math.max(event.begin, from) / 86400000)
        const last = index ? Math.floor(Math.max(all[index - 1].begin, from) / 86400000) : -1
        return { event: event, day: day * 86400000, heads: day !== last }
    })
    signal opening(var event)
    function heading(day) {
        const words = phone.formatTime(day, "dayLong")
        if (day === today) return phone.tr("Today") + "  ·  " + words
        if (day === today + 86400000) return phone.tr("Tomorrow") + "  ·  " + words
        return words
    }
    Occurrences { id: happens; from: view.from; to: view.from + 42 * 86400000 }
    ListView {
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: view.shown
        footer: Item { width: 1; height: 88 }
        delegate: Column {
            id: entry
            required property var modelData
            width: ListView.view.width
            SectionLabel { visible: entry.modelData.heads; text: view.heading(entry.modelData.day) }
            EventRow { event: entry.modelData.event; onClicked: view.opening(entry.modelData.event) }
        }
    }
    EmptyState { visible: view.shown.length === 0; icon: "calendar-blank"; text: phone.tr("Nothing planned"); detail: phone.tr("The next six weeks are free.") }
}
