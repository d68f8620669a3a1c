import QtQuick
import "../../system"

// Contacts: a person is a row of the provider "contacts": name, phone, email, company, relation, birthday ("1988-04-17"),
// starred (0 or 1).
Item {
    id: app
    readonly property string page: pages.name
    readonly property var values: pages.currentItem && pages.currentItem.number ? { id: pages.currentItem.number } : ({})

    function open(name, values) {
        const number = Number(values.id || String(values.uri || "").split("/").pop()) || 0
        confirm.close()
        pages.reset()
        pages.get(0).only = name === "favourites"
        if (name === "edit" && number && people.find(number)) pages.show(editor, { number: number, person: people.find(number) })
        else if (name === "edit") pages.show(editor, { person: { name: values.name || "", phone: values.phone || String(values.uri || "").replace(/^tel:/, ""), email: values.email || "", company: values.company || "" } })
        else if (name === "contact" && (people.find(number) || (!number && people.all.length))) pages.show(card, { number: number || people.all[0]._id })
    }
    function back() { return confirm.back() || pages.back() }

    Rows { id: people; provider: "contacts" }
    PageStack { id: pages; initialItem: list }

    Component {
        id: list
        ContactList {
            contacts: people.all
            onChosen: (number) => pages.show(card, { number: number })
            onCreating: pages.show(editor)
        }
    }
    Component {
        id: card
        ContactCard {
            id: shown
            property int number: 0
            readonly property var now: people.find(number)
            onNowChanged: if (now) person = now
            onEditing: pages.show(editor, { number: number, person: person })
            onDeleting: confirm.ask(person)
        }
    }
    Component {
        id: editor
        ContactEditor { onSaved: pages.leave() }
    }
    Dialog {
        id: confirm
        property var person: null
        function ask(person) { confirm.person = person; open() }
        title: phone.tr("Delete this contact?")
        message: person ? person.name || "" : ""
        accept: phone.tr("Delete")
        onAccepted: { store.remove("contacts", person._id); pages.leave() }
    }
}
