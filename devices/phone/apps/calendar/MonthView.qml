import QtQuick
import "../../system"

// A month as a grid with a dot for each event, and the events of the chosen day. On a low screen both lie side by side.
Item {
    id: view
    property real today: 0
    property real day: 0
    readonly property var date: new Date(day)
    readonly property real first: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
    readonly property int before: (new Date(first).getUTCDay() + 6) % 7  // days of the month before in the first row
    readonly property int days: new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    readonly property int weeks: Math.ceil((before + days) / 7)
    readonly property bool wide: width > height * 1.2
    readonly property real gridWidth: wide ? Math.floor(width / 2) : width
    readonly property real cellHeight: Math.floor(Math.min(52, ((wide ? height : height * 0.58) - Math.max(32, Theme.size(24))) / weeks))
    readonly property var chosen: happens.on(day)
    signal dayChosen(real day)
    signal opening(var event)

    Occurrences { id: happens; from: view.first - view.before * 86400000; to: view.first + (view.weeks * 7 - view.before) * 86400000 }
    Grid {
        id: grid
        x: 8
        columns: 7
        Repeater {
            model: 7
            Label { required property int index; width: (view.gridWidth - 16) / 7; height: Math.max(28, implicitHeight); horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 7; sp: 12; color: Theme.onSurfaceVariant; text: phone.formatTime(Date.UTC(2026, 5, 1 + index), "weekday") }
        }
        Repeater {
            model: view.weeks * 7
            MonthCell {
                required property int index
                width: (view.gridWidth - 16) / 7
                height: view.cellHeight
                day: view.first + (index - view.before) * 86400000
                inside: index >= view.before && index < view.before + view.days
                today: day === view.today
                chosen: day === view.day
                events: happens.on(day)
                onClicked: view.dayChosen(day)
            }
        }
    }
    Rectangle { visible: !view.wide; y: grid.height + 4; width: parent.width; height: 1; color: Theme.outlineVariant; opacity: 0.6 }
    Item {
        x: view.wide ? view.gridWidth : 0
        y: view.wide ? 0 : grid.height + 5
        width: view.width - x
        height: view.height - y
        Scroller {
            anchors.fill: parent
            SectionLabel { text: phone.formatTime(view.day, "dayLong") }
            Repeater {
                model: view.chosen
                EventRow { required property var modelData; event: modelData; onClicked: view.opening(modelData) }
            }
            Label { visible: view.chosen.length === 0; x: 24; width: parent.width - 48; wrapMode: Text.Wrap; height: Math.max(48, implicitHeight); text: phone.tr("Nothing planned"); sp: 15; color: Theme.onSurfaceVariant }
            Item { width: 1; height: 72 }
        }
    }
}
