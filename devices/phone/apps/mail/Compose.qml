import QtQuick
import QtQuick.Controls.Basic
import "../../system"
import "addresses.js" as Addresses

// Write a mail. Leaving keeps what was written as a draft.
AppPage {
    id: view
    property var people: []
    property var account: ({ address: "" })
    property int draft: 0  // the row that this is kept in, 0 for none
    property var first: ({ to: "", cc: "", subject: "", body: "" })
    property bool done: false
    property string picture  // goes along with it
    readonly property bool empty: picture === "" && to.empty && cc.empty && subject.text.trim() === "" && body.text.trim() === ""
    signal sending(var values)
    signal drafting(var values)
    signal discarding(bool empty)
    name: "compose"
    title: phone.tr("Compose")
    Component.onCompleted: {
        to.addresses = Addresses.split(first.to)
        cc.addresses = Addresses.split(first.cc)
        subject.text = first.subject || ""
        body.text = first.body || ""
        picture = first.picture || ""
    }
    StackView.onActivated: if (to.addresses.length === 0) Qt.callLater(() => to.input.forceActiveFocus())

    function values() { return { to: to.addresses.join(", "), cc: cc.addresses.join(", "), subject: subject.text.trim(), body: body.text.trim(), picture: picture, draft: draft } }
    function same() { const now = values(); return ["to", "cc", "subject", "body", "picture"].every((key) => now[key] === String(first[key] || "")) }
    function send() {
        const first = to.take(), second = cc.take()
        if (!first || !second) return
        if (to.addresses.length === 0) { to.problem = phone.tr("Add a recipient first"); return }
        const wrong = to.addresses.concat(cc.addresses).find((address) => !Addresses.valid(address))
        if (wrong) { to.problem = phone.tr("This is not a mail address.") + " (" + wrong + ")"; return }
        done = true
        sending(values())
    }
    function back() {
        if (!done && !empty && !(draft && same())) { to.take(); cc.take(); drafting(values()) }
        return false
    }
    actions: [
        IconButton { icon: "send"; label: phone.tr("Send"); treeId: "send"; ink: Theme.primary; onClicked: view.send() },
        Menu {
            entries: [
                { text: phone.tr("Save draft"), icon: "content-save-outline", enabled: !view.empty, act: () => { to.take(); cc.take(); view.drafting(view.values()) } },
                { text: phone.tr("Discard"), icon: "delete-outline", act: () => view.discarding(view.empty && !view.draft) }
            ]
        }
    ]
    Scroller {
        anchors.fill: parent
        spacing: 10
        Label { x: 24; width: parent.width - 48; text: phone.tr("From:") + " " + view.account.address; font.pixelSize: Theme.fit(view.account.address, 14, width / 1.25); wrapMode: Text.Wrap; color: Theme.onSurfaceVariant }
        Recipients { id: to; x: 16; width: parent.width - 32; label: phone.tr("To"); treeId: "to"; people: view.people; input.onActiveFocusChanged: if (!input.activeFocus && Addresses.valid(wanted)) take() }
        Recipients { id: cc; x: 16; width: parent.width - 32; label: phone.tr("Cc"); treeId: "cc"; people: view.people; input.onActiveFocusChanged: if (!input.activeFocus && Addresses.valid(wanted)) take() }
        Field { id: subject; x: 16; width: parent.width - 32; label: phone.tr("Subject"); treeId: "subject"; onSubmitted: body.input.forceActiveFocus() }
        Item {
            visible: view.picture !== ""
            x: 24
            width: 88
            height: 88
            Photo { anchors.fill: parent; path: view.picture; treeLabel: phone.tr("Picture") }
            IconButton { x: 64; y: -16; icon: "close-circle"; label: phone.tr("Remove picture"); onClicked: view.picture = "" }
        }
        Field { id: body; multiline: true; plain: true; width: parent.width; height: Math.max(220, input.contentHeight + 28); label: phone.tr("Compose mail"); treeId: "body" }
    }
}
