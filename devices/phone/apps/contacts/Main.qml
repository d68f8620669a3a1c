import QtQuick
import "../../system"

// Contacts: a person is a row of the provider "contacts": name, phone, email, starred (0 or 1).
Item {
    id: app
    readonly property string page: pages.name

    function open(name) {
        pages.reset()
        if (name === "edit") pages.show(editor)
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
        message: person ? person.name : ""
        accept: phone.tr("Delete")
        onAccepted: { store.remove("contacts", person._id); pages.leave() }
    }
}
