import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Name, number and address of a new or a known person. Nothing is stored before "Save".
AppPage {
    id: view
    property int number: 0  // 0: not in the store yet
    property var person: null
    signal saved
    name: "edit"
    title: number ? phone.tr("Edit contact") : phone.tr("Create contact")
    Component.onCompleted: {
        if (!person) return
        who.text = person.name
        call.text = person.phone
        mail.text = person.email
    }
    StackView.onActivated: if (!number) Qt.callLater(() => who.input.forceActiveFocus())  // after the stack gave the focus to the page

    function save() {
        const values = { name: who.text.trim(), phone: call.text.trim(), email: mail.text.trim() }
        if (values.name === "") { phone.showToast(phone.tr("Enter a name first")); return }
        if (number) store.update("contacts", number, values)
        else store.insert("contacts", Object.assign(values, { starred: 0 }))
        saved()
    }
    actions: TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }
    Scroller {
        anchors.fill: parent
        spacing: 16
        Avatar { size: 88; name: who.text.trim(); anchors.horizontalCenter: parent.horizontalCenter }
        Line { icon: "account"; Field { id: who; label: phone.tr("Name"); treeId: "name"; onSubmitted: call.input.forceActiveFocus() } }
        Line { icon: "phone"; Field { id: call; label: phone.tr("Phone"); treeId: "phone"; onSubmitted: mail.input.forceActiveFocus() } }
        Line { icon: "email-outline"; Field { id: mail; label: phone.tr("Email"); treeId: "email"; onSubmitted: view.save() } }
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
