import QtQuick
import "../../system"

// A new or a known address; what is missing is said below its field.
AppPage {
    id: view
    required property var shop
    property int number: 0
    property var address: null
    property bool usual: false
    property var faults: ({})
    signal saved
    signal deleting
    name: "address"
    title: number ? phone.tr("Edit address") : phone.tr("New address")
    Component.onCompleted: {
        usual = shop.addresses.length === 0
        if (!address) return
        who.text = address.name; street.text = address.street; city.text = address.city; code.text = address.zip; call.text = address.phone
        usual = Number(address.usual) === 1
    }
    function save() {
        const found = {}
        if (who.text.trim() === "") found.name = phone.tr("Enter a name first")
        if (street.text.trim() === "") found.street = phone.tr("Enter street and number")
        if (city.text.trim() === "") found.city = phone.tr("Enter the city")
        if (!/^[A-Za-z0-9][A-Za-z0-9 -]{2,9}$/.test(code.text.trim())) found.zip = phone.tr("Enter the postal code")
        if (call.text.trim() !== "" && !/^[+\d][\d\s()-]{4,}$/.test(call.text.trim().replace(/^\(/, "0"))) found.phone = phone.tr("This is no telephone number")
        faults = found
        if (Object.keys(found).length) return
        const values = { name: who.text.trim(), street: street.text.trim(), city: city.text.trim(), zip: code.text.trim(), phone: call.text.trim(), usual: usual ? 1 : 0 }
        if (usual) store.together(() => { for (const row of shop.addresses) if (Number(row.usual) === 1 && row._id !== number) store.update("shop_addresses", row._id, { usual: 0 }) })
        if (number) store.update("shop_addresses", number, values)
        else shop.choose({ address: store.insert("shop_addresses", values) })
        ime.hide()
        saved()
    }
    actions: [
        IconButton { visible: view.number > 0; icon: "delete-outline"; label: phone.tr("Delete address"); onClicked: view.deleting() },
        TextButton { filled: true; text: phone.tr("Save"); anchors.verticalCenter: parent.verticalCenter; onClicked: view.save() }
    ]
    Scroller {
        anchors.fill: parent
        Column {
            x: 20
            width: view.width - 40
            spacing: 4
            topPadding: 4
            Field { id: who; label: phone.tr("Name"); treeId: "name"; onSubmitted: street.input.forceActiveFocus() }
            Fault { text: view.faults.name || "" }
            Field { id: street; label: phone.tr("Street and number"); treeId: "street"; onSubmitted: city.input.forceActiveFocus() }
            Fault { text: view.faults.street || "" }
            Field { id: city; label: phone.tr("City"); treeId: "city"; onSubmitted: code.input.forceActiveFocus() }
            Fault { text: view.faults.city || "" }
            Field { id: code; label: phone.tr("Postal code"); treeId: "zip"; onSubmitted: call.input.forceActiveFocus() }
            Fault { text: view.faults.zip || "" }
            Field { id: call; label: phone.tr("Phone"); treeId: "phone"; onSubmitted: view.save() }
            Fault { text: view.faults.phone || "" }
        }
        SwitchRow { title: phone.tr("Usual address"); on: view.usual; onChanged: (on) => view.usual = on }
    }
}
