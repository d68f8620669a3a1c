import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// What is known of a new or a known person. Nothing is stored before "Save"; leaving with changes asks.
AppPage {
    id: view
    property int number: 0  // 0: not in the store yet
    property var person: null
    property string birthday
    property string relation
    property string before  // what the fields held at first
    signal saved
    name: "edit"
    title: number ? phone.tr("Edit contact") : phone.tr("Create contact")
    Component.onCompleted: {
        const known = person || {}
        who.text = known.name || ""
        call.text = known.phone || ""
        mail.text = known.email || ""
        firm.text = known.company || ""
        birthday = known.birthday || ""
        relation = known.relation || ""
        before = JSON.stringify(entered())
    }
    StackView.onActivated: if (!number) Qt.callLater(() => who.input.forceActiveFocus())  // after the stack gave the focus to the page

    function entered() {
        return { name: who.text.trim(), phone: call.text.trim(), email: mail.text.trim(), company: firm.text.trim(), birthday: birthday, relation: relation }
    }
    function save() {
        const values = entered()
        if (values.name === "") { phone.showToast(phone.tr("Enter a name first")); return }
        if (values.email !== "" && !/^[^\s@]+@[^\s@]+$/.test(values.email)) { phone.showToast(phone.tr("This is no email address")); return }
        if (number) store.update("contacts", number, values)
        else store.insert("contacts", Object.assign(values, { starred: 0 }))
        saved()
    }
    function back() {
        if (day.back() || kind.back() || discard.back()) return true
        if (JSON.stringify(entered()) === before) return false
        discard.open()
        return true
    }
    function birthdayMoment() {
        const parts = birthday.split("-").map(Number)
        return parts.length === 3 ? Date.UTC(parts[0], parts[1] - 1, parts[2]) : Date.UTC(1990, 0, 1)
    }

    actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }
    Scroller {
        anchors.fill: parent
        spacing: 16
        Avatar { size: 88; name: who.text.trim(); anchors.horizontalCenter: parent.horizontalCenter }
        Line { icon: "account"; Field { id: who; label: phone.tr("Name"); treeId: "name"; onSubmitted: call.input.forceActiveFocus() } }
        Line { icon: "phone"; Field { id: call; label: phone.tr("Phone"); treeId: "phone"; onSubmitted: mail.input.forceActiveFocus() } }
        Line { icon: "email-outline"; Field { id: mail; label: phone.tr("Email"); treeId: "email"; onSubmitted: firm.input.forceActiveFocus() } }
        Line { icon: "domain"; Field { id: firm; label: phone.tr("Company"); treeId: "company"; onSubmitted: view.save() } }
        ListRow {
            icon: "cake-variant"
            title: phone.tr("Birthday")
            summary: view.birthday ? phone.formatTime(view.birthdayMoment(), "date") : phone.tr("Not set")
            onClicked: { ime.hide(); day.ask(view.birthdayMoment(), (moment) => view.birthday = new Date(moment).toISOString().slice(0, 10)) }
            IconButton { visible: view.birthday !== ""; icon: "close"; label: phone.tr("Clear birthday"); onClicked: view.birthday = "" }
        }
        ListRow {
            icon: "account-multiple"
            title: phone.tr("Relationship")
            summary: relations.label(view.relation)
            onClicked: { ime.hide(); kind.open() }
        }
        Item { width: 1; height: 16 }
    }
    Relations { id: relations }
    DateDialog { id: day; parent: view }
    ChoiceDialog {
        id: kind
        parent: view
        title: phone.tr("Relationship")
        options: relations.options
        value: view.relation
        onChosen: (value) => view.relation = value
    }
    Dialog {
        id: discard
        parent: view
        title: phone.tr("Discard your changes?")
        accept: phone.tr("Discard")
        reject: phone.tr("Keep editing")
        onAccepted: { view.before = JSON.stringify(view.entered()); phone.pressBack() }
    }
    component Line: Item {
        property string icon
        default property alias field: place.data
        width: view.width
        height: 56
        Icon { x: 20; name: parent.icon; anchors.verticalCenter: parent.verticalCenter }
        Item { id: place; x: 64; width: parent.width - 88; height: 56 }
    }
}
