import QtQuick
import "../../system"

// What is known of one person, and the ways to reach them.
AppPage {
    id: view
    property var person: ({})
    readonly property bool starred: Number(person.starred) === 1
    readonly property string called: person.name || person.phone || person.email || phone.tr("No name")
    signal editing
    signal deleting
    name: "contact"

    function born(day) {
        const parts = String(day || "").split("-").map(Number)
        return parts.length === 3 && parts[0] ? phone.formatTime(Date.UTC(parts[0], parts[1] - 1, parts[2]), "date") : ""
    }
    function share() { phone.share({ subject: called, text: [person.name, person.phone, person.email].filter((text) => text).join("\n") }) }

    actions: [
        IconButton {
            icon: view.starred ? "star" : "star-outline"
            ink: view.starred ? "#F9AB00" : Theme.onSurface
            label: view.starred ? phone.tr("Remove from favourites") : phone.tr("Add to favourites")
            treeCheckable: true
            treeChecked: view.starred
            onClicked: store.update("contacts", view.person._id, { starred: view.starred ? 0 : 1 })
        },
        IconButton { icon: "share-variant"; label: phone.tr("Share contact"); onClicked: view.share() },
        IconButton { icon: "pencil-outline"; label: phone.tr("Edit contact"); onClicked: view.editing() },
        IconButton { icon: "delete-outline"; label: phone.tr("Delete contact"); onClicked: view.deleting() }
    ]
    Scroller {
        anchors.fill: parent
        spacing: 12
        Item {
            width: view.width
            height: column.height
            Column {
                id: column
                width: parent.width
                spacing: 4
                Avatar { size: 112; name: view.called; anchors.horizontalCenter: parent.horizontalCenter }
                Item { width: 1; height: 8 }
                Label { width: parent.width - 48; x: 24; horizontalAlignment: Text.AlignHCenter; text: view.called; sp: 28; wrapMode: Text.Wrap; maximumLineCount: 2 }
                Label { visible: text !== ""; width: parent.width - 48; x: 24; horizontalAlignment: Text.AlignHCenter; text: view.person.company || ""; sp: 15; color: Theme.onSurfaceVariant }
            }
        }
        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: 8
            ContactAction { icon: "phone"; text: phone.tr("Call"); enabled: !!view.person.phone; onClicked: phone.openUri("tel:" + view.person.phone) }
            ContactAction { icon: "message-text"; text: phone.tr("Text"); enabled: !!view.person.phone; onClicked: phone.openUri("sms:" + view.person.phone) }
            ContactAction { icon: "email-outline"; text: phone.tr("Email"); enabled: !!view.person.email; onClicked: phone.openUri("mailto:" + view.person.email) }
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
                ListRow { visible: !!view.person.company; treeClickable: false; icon: "domain"; title: view.person.company || ""; summary: phone.tr("Company") }
                ListRow { visible: title !== ""; treeClickable: false; icon: "cake-variant"; title: view.born(view.person.birthday); summary: phone.tr("Birthday") }
                ListRow { visible: !!view.person.relation; treeClickable: false; icon: "account-multiple"; title: relations.label(view.person.relation); summary: phone.tr("Relationship") }
            }
        }
        Item { width: 1; height: 16 }
    }
    Relations { id: relations }
}
