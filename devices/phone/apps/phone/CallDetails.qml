import QtQuick
import "../../system"
import "numbers.js" as Numbers

// One call and all others with the same number.
AppPage {
    id: view
    property var call: null
    property var history: []
    property bool known: false
    property bool blocked: false
    signal called
    signal messaged
    signal creating
    signal blocking
    signal unblocking
    signal deleting
    name: "call"
    title: phone.tr("Call details")
    actions: Menu {
        entries: view.call ? [
            { text: phone.tr("Copy number"), icon: "content-copy", act: () => { phone.copy(view.call.number); phone.showToast(phone.tr("Number copied")) } },
            view.blocked ? { text: phone.tr("Unblock"), icon: "check-circle-outline", act: () => view.unblocking() } : { text: phone.tr("Block number"), icon: "block-helper", act: () => view.blocking() },
            { text: phone.tr("Delete"), icon: "delete-outline", act: () => view.deleting() }
        ] : []
    }
    function caption(kind) { return kind === "in" ? phone.tr("Incoming") : kind === "out" ? phone.tr("Outgoing") : phone.tr("Missed") }
    EmptyState { visible: !view.call; icon: "phone-off"; text: phone.tr("Call not found") }
    Scroller {
        visible: !!view.call
        anchors.fill: parent
        PersonRow { treeClickable: false; name: view.call ? view.call.shown : ""; summary: view.blocked ? phone.tr("Blocked") : view.call ? Numbers.pretty(view.call.number) : "" }
        Flow {
            x: 16
            width: parent.width - 32
            spacing: 8
            Chip { icon: "phone-outline"; text: phone.tr("Call"); treeCheckable: false; onClicked: view.called() }
            Chip { icon: "message-text-outline"; text: phone.tr("Message"); treeCheckable: false; onClicked: view.messaged() }
            Chip { visible: !view.known; icon: "account-plus"; text: phone.tr("Add contact"); treeCheckable: false; onClicked: view.creating() }
        }
        SectionLabel { text: phone.tr("Calls with this number") }
        Repeater {
            model: view.history
            ListRow {
                required property var modelData
                treeClickable: false
                enabled: true
                icon: ({ "in": "call-received", out: "call-made", missed: "call-missed" })[modelData.kind]
                title: view.caption(modelData.kind)
                summary: phone.formatTime(modelData.time, "day") + ", " + phone.formatTime(modelData.time, "time")
                Label { text: modelData.kind === "missed" ? "" : Numbers.spent(modelData.seconds); sp: 14; color: Theme.onSurfaceVariant }
            }
        }
    }
}
