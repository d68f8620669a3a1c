import QtQuick
import QtQuick.Controls.Basic
import "../../system"
import "lines.js" as Lines

// To whom, and what: people become chips, numbers too; whatever is neither is an error.
AppPage {
    id: view
    property var people: []  // rows of "contacts" with a number
    property var recipients: []  // [{name, address}]
    property string body
    property alias picture: composer.picture
    property string problem
    readonly property string wanted: to.text.trim().toLowerCase()
    readonly property var found: people.filter((person) => !recipients.some((other) => Lines.same(other.address, person.phone)) && (wanted === "" || person.name.toLowerCase().includes(wanted) || (Lines.digits(wanted) !== "" && Lines.digits(person.phone).includes(Lines.digits(wanted)))))
    signal sending(var addresses, string text, string picture)
    signal attaching
    name: "new"
    title: phone.tr("New message")
    Component.onCompleted: composer.text = body
    StackView.onActivated: if (recipients.length === 0) Qt.callLater(() => to.input.forceActiveFocus())

    function add(name, address) {
        recipients = recipients.concat([{ name: name, address: address }])
        to.text = ""
        problem = ""
    }
    // What stands in the field becomes a recipient, if it can be one.
    function take() {
        const text = to.text.trim()
        if (text === "") return true
        const person = people.find((other) => other.name.toLowerCase() === text.toLowerCase())
        if (person) add(person.name, person.phone)
        else if (Lines.valid(text)) add(text, text)
        else { problem = phone.tr("Not a contact and not a number"); return false }
        return true
    }
    function send(text, picture) {
        if (!take()) return
        if (recipients.length === 0) { problem = phone.tr("Add a recipient first"); return }
        sending(recipients.map((other) => other.address), text, picture)
    }
    Flow {
        id: chips
        x: 16
        width: parent.width - 32
        spacing: 8
        bottomPadding: view.recipients.length ? 8 : 0
        Repeater {
            model: view.recipients
            Chip { required property var modelData; required property int index; text: modelData.name; icon: "close"; chosen: true; treeLabel: phone.tr("Remove") + " " + modelData.name; onClicked: view.recipients = view.recipients.filter((other, place) => place !== index) }
        }
    }
    Field {
        id: to
        x: 16
        y: chips.height
        width: parent.width - 32
        label: phone.tr("To")
        treeId: "recipient_text_view"
        border.color: view.problem ? Theme.error : input.activeFocus ? Theme.primary : Theme.outline
        onEdited: (text) => {
            view.problem = ""
            if (/[,;]$/.test(text)) { to.text = text.slice(0, -1); view.take() }
        }
        onSubmitted: view.take()
    }
    Label { id: error; visible: view.problem !== ""; x: 32; y: to.y + 60; width: parent.width - 64; text: view.problem; sp: 13; color: Theme.error }
    Scroller {
        y: to.y + 64 + (error.visible ? error.height : 0)
        width: parent.width
        height: composer.y - y
        ListRow { visible: Lines.valid(to.text.trim()); icon: "message-plus"; title: phone.tr("Send to {number}").replace("{number}", to.text.trim()); treeText: title; onClicked: view.take() }
        Repeater {
            model: view.found
            ThreadRow {
                required property var modelData
                height: Math.max(64, Theme.size(64))
                name: modelData.name
                snippet: modelData.phone
                onClicked: view.add(modelData.name, modelData.phone)
            }
        }
    }
    Composer { id: composer; anchors.bottom: parent.bottom; onSending: (text, picture) => view.send(text, picture); onAttaching: view.attaching(); onDropping: picture = "" }
}
