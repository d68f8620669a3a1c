import QtQuick
import "../../system"

// What is known of one person.
AppPage {
    id: view
    property var person: ({ name: "", phone: "", email: "", starred: 0 })
    readonly property bool starred: Number(person.starred) === 1
    signal editing
    signal deleting
    name: "contact"
    actions: [
        IconButton {
            icon: view.starred ? "star" : "star-outline"
            ink: view.starred ? "#F9AB00" : Theme.onSurface
            label: view.starred ? phone.tr("Remove from favourites") : phone.tr("Add to favourites")
            treeCheckable: true
            treeChecked: view.starred
            onClicked: store.update("contacts", view.person._id, { starred: view.starred ? 0 : 1 })
        },
        IconButton { icon: "pencil-outline"; label: phone.tr("Edit contact"); onClicked: view.editing() },
        IconButton { icon: "delete-outline"; label: phone.tr("Delete contact"); onClicked: view.deleting() }
    ]
    Scroller {
        anchors.fill: parent
        spacing: 4
        Item {
            width: view.width
            height: 190
            Avatar { size: 112; name: view.person.name; anchors.horizontalCenter: parent.horizontalCenter }
            Label { width: parent.width - 48; x: 24; y: 128; horizontalAlignment: Text.AlignHCenter; text: view.person.name; sp: 28 }
        }
        Rectangle {
            x: 16
            width: view.width - 32
            height: facts.height + 16
            radius: 20
            color: Theme.surfaceContainer
            Column {
                id: facts
                y: 8
                width: parent.width
                ListRow { treeClickable: false; icon: "phone"; title: view.person.phone || phone.tr("No number"); summary: phone.tr("Mobile") }
                ListRow { treeClickable: false; icon: "email-outline"; title: view.person.email || phone.tr("No address"); summary: phone.tr("Email") }
            }
        }
    }
}
