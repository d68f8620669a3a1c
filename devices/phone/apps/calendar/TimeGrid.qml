import QtQuick
import "../../system"

// One day or a week by the hour. Tap an event to open it, an empty hour to plan something there.
Item {
    id: view
    property real today: 0
    property real first: 0
    property int days: 7
    readonly property real edge: 52
    readonly property real columnWidth: (width - edge - 8) / days
    readonly property real hour: Math.max(52, Theme.size(44))
    readonly property var wholeDays: Array.from({ length: days }, (_, index) => happens.on(first + index * 86400000).filter((event) => event.all_day))
    readonly property int strips: Math.min(3, Math.max(0, ...wholeDays.map((events) => events.length)))
    readonly property real strip: Math.max(22, Theme.size(20))
    signal dayChosen(real day)
    signal opening(var event)
    signal creating(real begin)

    // Events of one day beside each other where they overlap: [{event, top, height, lane, lanes}], in hours.
    function placed(day) {
        const blocks = happens.on(day).filter((event) => !event.all_day).map((event) => {
            const top = Math.max(0, (event.begin - day) / 3600000)
            return { event: event, top: top, height: Math.max(0.5, Math.min(24, (event.end - day) / 3600000) - top), lane: 0, lanes: 1 }
        })
        let group = [], ends = [], until = 0
        const close = () => { group.forEach((block) => block.lanes = ends.length); group = []; ends = [] }
        for (const block of blocks) {
            if (block.top >= until) close()
            let lane = ends.findIndex((end) => end <= block.top)
            if (lane < 0) lane = ends.length
            ends[lane] = block.top + block.height
            block.lane = lane
            group.push(block)
            until = Math.max(until, ends[lane])
        }
        close()
        return blocks
    }

    Occurrences { id: happens; from: view.first; to: view.first + view.days * 86400000 }
    Row {
        id: head
        x: view.edge
        Repeater {
            model: view.days
            Pressable {
                id: title
                required property int index
                readonly property real day: view.first + index * 86400000
                width: view.columnWidth
                height: Math.max(56, 34 + weekday.height)
                radius: 12
                treeText: String(new Date(day).getUTCDate())
                treeLabel: phone.formatTime(day, "dayLong")
                onClicked: view.dayChosen(day)
                Label { id: weekday; width: parent.width; y: 4; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 7; text: phone.formatTime(title.day, "weekday"); sp: 11; color: title.day === view.today ? Theme.primary : Theme.onSurfaceVariant }
                Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: Math.max(22, weekday.height + 2); width: 30; height: 30; radius: 15; color: title.day === view.today ? Theme.primary : "transparent"
                    Label { anchors.centerIn: parent; text: title.treeText; sp: 15; font.pixelSize: Math.min(22, Theme.size(15)); color: title.day === view.today ? Theme.onPrimary : Theme.onSurface } }
            }
        }
    }
    Item {
        id: whole
        x: view.edge
        y: head.height
        width: view.columnWidth * view.days
        height: view.strips * (view.strip + 2) + (view.strips ? 4 : 0)
        Repeater {
            model: view.wholeDays
            Repeater {
                id: ofDay
                required property var modelData
                required property int index
                model: modelData.slice(0, 3)
                EventBlock {
                    required property var modelData
                    required property int index
                    event: modelData
                    x: ofDay.index * view.columnWidth + 1
                    y: index * (view.strip + 2)
                    width: view.columnWidth - 2
                    height: view.strip
                    onClicked: view.opening(modelData)
                }
            }
        }
    }
    Flickable {
        id: hours
        property string treeClass: "android.widget.ScrollView"
        property bool treeScrollable: true
        y: head.height + whole.height
        width: view.width
        height: view.height - y
        clip: true
        contentWidth: width
        contentHeight: 24 * view.hour + 80
        boundsBehavior: Flickable.StopAtBounds
        Component.onCompleted: contentY = Math.round(Math.max(0, Math.min(contentHeight - height, 7.5 * view.hour)))
        Repeater {
            model: 24
            Item {
                id: line
                required property int index
                y: index * view.hour + 8
                width: hours.width
                height: view.hour
                Label { width: view.edge - 8; y: -height / 2; end: true; text: phone.formatTime(line.index * 3600000, "time"); font.pixelSize: Math.min(14, Theme.size(11)); color: Theme.onSurfaceVariant }
                Rectangle { x: view.edge; width: parent.width - x; height: 1; color: Theme.outlineVariant; opacity: 0.6 }
            }
        }
        Repeater {
            model: view.days
            Item {
                id: column
                required property int index
                readonly property real day: view.first + index * 86400000
                x: view.edge + index * view.columnWidth
                y: 8
                width: view.columnWidth
                height: 24 * view.hour
                Rectangle { visible: column.index > 0; width: 1; height: parent.height; color: Theme.outlineVariant; opacity: 0.4 }
                MouseArea { anchors.fill: parent; onClicked: (event) => view.creating(column.day + Math.floor(event.y / view.hour) * 3600000) }
                Repeater {
                    model: view.placed(column.day)
                    EventBlock {
                        required property var modelData
                        event: modelData.event
                        width: (column.width - 2) / modelData.lanes - 1
                        height: modelData.height * view.hour - 2
                        x: 1 + modelData.lane * (column.width - 2) / modelData.lanes
                        y: modelData.top * view.hour + 1
                        onClicked: view.opening(modelData.event)
                    }
                }
            }
        }
    }
}
