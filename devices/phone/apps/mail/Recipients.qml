import QtQuick
import "../../system"
import "addresses.js" as Addresses

// A line of addresses: known ones become chips, people who fit are offered below, anything else is an error.
Column {
    id: line
    property string label
    property string treeId
    property var people: []  // {name, email}
    property var addresses: []  // strings
    property string problem
    property alias input: field.input
    readonly property bool empty: addresses.length === 0 && field.text.trim() === ""
    readonly property string wanted: field.text.trim().toLowerCase()
    readonly property var found: wanted === "" ? [] : people.filter((person) => !addresses.includes(person.email) && (person.name + " " + person.email).toLowerCase().includes(wanted)).slice(0, 4)
    spacing: 6
    function add(address) { addresses = addresses.concat([address]); field.text = ""; problem = "" }
    // What stands in the field becomes an address, if it can be one.
    function take() {
        const text = field.text.trim()
        if (text === "") return true
        const person = people.find((other) => other.name.toLowerCase() === text.toLowerCase())
        if (person) add(person.email)
        else if (Addresses.valid(text)) add(text)
        else { problem = phone.tr("This is not a mail address."); return false }
        return true
    }
    function nameOf(address) {
        const person = people.find((other) => other.email === address)
        return person ? person.name : address
    }
    Flow {
        visible: line.addresses.length > 0
        width: parent.width
        spacing: 6
        Repeater {
            model: line.addresses
            Chip { required property string modelData; required property int index; text: line.nameOf(modelData); icon: "close"; chosen: true; treeLabel: phone.tr("Remove") + " " + text; onClicked: line.addresses = line.addresses.filter((other, place) => place !== index) }
        }
    }
    Field {
        id: field
        label: line.label
        treeId: line.treeId
        border.color: line.problem ? Theme.error : input.activeFocus ? Theme.primary : Theme.outline
        onEdited: (text) => {
            line.problem = ""
            if (/[,; ]$/.test(text) && Addresses.valid(text.slice(0, -1).trim())) { field.text = text.slice(0, -1); line.take() }
        }
        onSubmitted: line.take()
    }
    Label { visible: text !== ""; x: 16; width: parent.width - 32; text: line.problem; sp: 13; color: Theme.error }
    Repeater {
        model: line.found
        ListRow {
            required property var modelData
            icon: "account"
            title: modelData.name
            treeText: title
            summary: modelData.email
            onClicked: line.add(modelData.email)
        }
    }
}
