import QtQuick

// Asks for a day: ask(milliseconds, then) shows the month of that moment (UTC, as phone.timestamp()) and calls then(milliseconds
// of that day's midnight) once the person agrees. The name of the month leads to the years.
Dialog {
    id: picker
    property int year: 2026
    property int month: 0  // 0..11
    property int day: 1
    property var then: null
    property bool choosing: false  // a year
    readonly property int first: (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7  // Monday is 0
    readonly property int days: new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

    function ask(moment, then) {
        const date = new Date(moment)
        year = date.getUTCFullYear(); month = date.getUTCMonth(); day = date.getUTCDate()
        picker.then = then
        choosing = false
        open()
    }
    function turn(months) { show(Date.UTC(year, month + months, 1)) }
    function show(first) {
        const date = new Date(first)
        year = date.getUTCFullYear(); month = date.getUTCMonth(); day = Math.min(day, days)
    }
    title: phone.formatTime(Date.UTC(year, month, day), "day")
    onAccepted: then(Date.UTC(year, month, day))
    Column {
        width: parent.width
        Item {
            width: parent.width
            height: 48
            IconButton { visible: !picker.choosing; icon: "chevron-left"; label: phone.tr("Previous month"); onClicked: picker.turn(-1) }
            Pressable {
                anchors.centerIn: parent
                width: Math.min(parent.width - 96, named.implicitWidth + 40)
                height: 40
                radius: 20
                treeText: named.text
                treeLabel: picker.choosing ? phone.tr("Back to the days") : phone.tr("Choose a year") + ": " + named.text
                onClicked: picker.choosing = !picker.choosing
                Label { id: named; x: 8; width: parent.width - 32; anchors.verticalCenter: parent.verticalCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9; text: phone.formatTime(Date.UTC(picker.year, picker.month, 1), "month") }
                Icon { name: picker.choosing ? "menu-up" : "menu-down"; anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter }
            }
            IconButton { visible: !picker.choosing; anchors.right: parent.right; icon: "chevron-right"; label: phone.tr("Next month"); onClicked: picker.turn(1) }
        }
        Grid {
            id: week
            visible: !picker.choosing
            readonly property real side: parent.width / 7
            columns: 7
            Repeater {
                model: picker.visible ? 7 : 0
                Label { required property int index; width: week.side; height: 28; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 6; sp: 12; color: Theme.onSurfaceVariant; text: phone.formatTime(Date.UTC(2026, 5, 1 + index), "weekday") }
            }
            Repeater {
                model: picker.visible ? picker.first + picker.days : 0
                Pressable {
                    id: cell
                    required property int index
                    readonly property int number: index - picker.first + 1
                    width: week.side
                    height: 42
                    radius: 21
                    enabled: number > 0
                    treeClickable: enabled
                    treeText: number > 0 ? String(number) : ""
                    treeCheckable: true
                    treeChecked: number === picker.day
                    onClicked: picker.day = number
                    Rectangle { visible: cell.number === picker.day; anchors.centerIn: parent; width: Math.min(38, week.side); height: width; radius: width / 2; color: Theme.primary; z: -1 }
                    Label { anchors.centerIn: parent; text: cell.treeText; sp: 14; color: cell.number === picker.day ? Theme.onPrimary : Theme.onSurface }
                }
            }
        }
        ListView {
            property string treeClass: "android.widget.ListView"
            property bool treeScrollable: true
            visible: picker.choosing
            width: parent.width
            height: visible ? Math.max(112, Math.min(280, picker.height - 240)) : 0
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: picker.choosing ? 201 : 0
            onCountChanged: if (count) positionViewAtIndex(picker.year - 1900, ListView.Center)
            delegate: Pressable {
                id: line
                required property int index
                readonly property bool current: 1900 + index === picker.year
                width: ListView.view.width
                height: Math.max(48, Theme.size(44))
                radius: 12
                treeText: String(1900 + index)
                treeCheckable: true
                treeChecked: current
                onClicked: { picker.show(Date.UTC(1900 + index, picker.month, 1)); picker.choosing = false }
                Label { width: parent.width; anchors.verticalCenter: parent.verticalCenter; horizontalAlignment: Text.AlignHCenter; text: line.treeText; sp: line.current ? 22 : 16; color: line.current ? Theme.primary : Theme.onSurface }
            }
        }
    }
}
