import QtQuick
import "../../system"

// Chooses guests among the contacts: ask(names, then) calls then(names) once the person agrees.
Dialog {
    id: dialog
    property var names: []
    property var then: null
    function ask(names, then) { dialog.names = names; dialog.then = then; open() }
    function toggle(name) { names = names.includes(name) ? names.filter((other) => other !== name) : names.concat([name]) }
    title: phone.tr("Guests")
    accept: phone.tr("Done")
    onAccepted: then(names)
    Rows { id: contacts; provider: "contacts" }
    Scroller {
        width: parent.width
        height: Math.min(contentHeight, Math.max(120, Math.min(380, dialog.height - 220)))
        Repeater {
            model: dialog.visible ? contacts.all.map((person) => person.name).filter((name) => name).sort() : []
            Pressable {
                id: row
                required property string modelData
                readonly property bool on: dialog.names.includes(modelData)
                width: parent ? parent.width : 0
                height: Math.max(48, Theme.size(48))
                treeClass: "android.widget.CheckBox"
                treeText: modelData
                treeCheckable: true
                treeChecked: on
                onClicked: dialog.toggle(modelData)
                CheckBox { on: row.on; anchors.verticalCenter: parent.verticalCenter }
                Label { x: 40; width: parent.width - 40; anchors.verticalCenter: parent.verticalCenter; text: row.modelData }
            }
        }
        Label { visible: contacts.all.length === 0; text: phone.tr("No contacts yet"); color: Theme.onSurfaceVariant }
    }
}
