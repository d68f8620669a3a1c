import QtQuick
import "../../system"

// The calendars: which are shown, a new one, and away with one.
AppPage {
    id: view
    name: "calendars"
    title: phone.tr("Calendars")
    readonly property var colours: ["#0277BD", "#C25B00", "#0B8043", "#8E24AA", "#D50000", "#616161"]
    function back() { return maker.back() || confirm.back() }
    Rows { id: calendars; provider: "calendars" }
    Rows { id: events; provider: "events" }
    Scroller {
        anchors.fill: parent
        Repeater {
            model: calendars.all
            Pressable {
                id: row
                required property var modelData
                readonly property bool on: Number(modelData.visible) === 1
                width: view.width
                height: Math.max(56, Theme.size(56))
                treeClass: "android.widget.CheckBox"
                treeText: phone.tr(modelData.name || "")
                treeCheckable: true
                treeChecked: on
                onClicked: store.update("calendars", modelData._id, { visible: on ? 0 : 1 })
                Icon { x: 24; anchors.verticalCenter: parent.verticalCenter; name: row.on ? "checkbox-marked" : "checkbox-blank-outline"; color: row.modelData.colour || Theme.primary }
                Label { x: 64; width: parent.width - 128; anchors.verticalCenter: parent.verticalCenter; text: row.treeText }
                IconButton {
                    visible: calendars.all.length > 1
                    anchors.right: parent.right
                    anchors.rightMargin: 8
                    anchors.verticalCenter: parent.verticalCenter
                    icon: "delete-outline"
                    ink: Theme.onSurfaceVariant
                    label: phone.tr("Delete") + " " + row.treeText
                    onClicked: confirm.ask(row.modelData)
                }
            }
        }
        Item { width: 1; height: 72 }
    }
    Fab { treeLabel: phone.tr("New calendar"); onClicked: { title.text = ""; maker.open(); title.input.forceActiveFocus() } }
    Dialog {
        id: maker
        parent: view
        title: phone.tr("New calendar")
        accept: phone.tr("Create")
        onAccepted: {
            title.input.focus = false
            const name = title.text.trim()
            if (!name) { phone.showToast(phone.tr("Give the calendar a name")); return }
            store.insert("calendars", { name: name, colour: view.colours[calendars.all.length % view.colours.length], visible: 1 })
        }
        onRejected: title.input.focus = false
        Field { id: title; label: phone.tr("Calendar name"); treeId: "calendar_name"; onSubmitted: { maker.close(); maker.accepted() } }
    }
    Dialog {
        id: confirm
        parent: view
        property var calendar: null
        readonly property var inside: calendar ? events.all.filter((event) => Number(event.calendar) === calendar._id) : []
        function ask(calendar) { confirm.calendar = calendar; open() }
        title: phone.tr("Delete this calendar?")
        message: phone.tr("Its events go with it: %1").arg(inside.length)
        accept: phone.tr("Delete")
        onAccepted: {
            store.together(() => inside.forEach((event) => store.remove("events", event._id)))
            store.remove("calendars", calendar._id)
        }
    }
}
