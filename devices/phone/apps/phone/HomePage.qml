import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Favourites, recent calls and contacts, with a search over all of them.
AppPage {
    id: view
    property var people: []
    property var calls: []
    property var live: null
    property int tab: 1
    readonly property string wanted: search.text.trim().toLowerCase()
    readonly property var hits: wanted === "" ? [] : people.filter((person) => person.phone && (person.name.toLowerCase().includes(wanted) || Numbers.digits(person.phone).includes(wanted)))
    readonly property int missed: calls.filter((call) => call.kind === "missed" && !call.seen).length
    signal called(string number)
    signal chosen(int number)
    signal held(var call)
    signal dialling
    signal showing(string page)
    signal clearing
    signal returning
    signal seen
    root: true
    name: ""
    title: phone.tr("Phone")
    actions: Menu {
        entries: [
            { text: phone.tr("Clear call history"), icon: "delete-sweep", enabled: view.calls.length > 0, act: () => view.clearing() },
            { text: phone.tr("Blocked numbers"), icon: "block-helper", act: () => view.showing("blocked") },
            { text: phone.tr("Voicemail"), icon: "voicemail", act: () => view.showing("voicemail") },
            { text: phone.tr("Call settings"), icon: "cog-outline", act: () => phone.open("com.android.settings", "sound", {}) }
        ]
    }
    function back() {
        if (search.text === "") return false
        search.text = ""
        return true
    }
    SearchField { id: search; x: 16; width: parent.width - 32; label: phone.tr("Search contacts") }
    Rectangle {
        id: banner
        visible: !!view.live
        x: 16; y: 60
        width: parent.width - 32
        height: 52
        radius: 16
        color: "#1E8E3E"
        Pressable {
            anchors.fill: parent
            radius: 16
            treeText: phone.tr("Return to call")
            onClicked: view.returning()
            Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: "phone-in-talk"; color: "#FFFFFF" }
            Label { x: 52; width: parent.width - 68; anchors.verticalCenter: parent.verticalCenter; text: phone.tr("Return to call"); color: "#FFFFFF" }
        }
    }
    Item {
        id: body
        y: banner.visible ? 120 : 64
        width: parent.width
        height: bar.y - y
        FavouriteGrid { anchors.fill: parent; visible: view.wanted === "" && view.tab === 0; people: view.people.filter((person) => Number(person.starred) === 1 && person.phone); onCalled: (number) => view.called(number); onAdding: phone.open("com.android.contacts", "", {}) }
        CallList { anchors.fill: parent; visible: view.wanted === "" && view.tab === 1; calls: view.calls; onCalled: (number) => view.called(number); onChosen: (number) => view.chosen(number); onHeld: (call) => view.held(call); onVoicemail: view.showing("voicemail") }
        Scroller {
            anchors.fill: parent
            visible: view.wanted !== "" || view.tab === 2
            ListRow { visible: view.wanted === ""; icon: "account-plus"; title: phone.tr("Create contact"); treeText: title; onClicked: phone.open("com.android.contacts", "edit", {}) }
            Repeater {
                model: view.wanted !== "" ? view.hits : view.tab === 2 ? view.people : []
                PersonRow {
                    required property var modelData
                    name: modelData.name
                    summary: Numbers.pretty(modelData.phone) || phone.tr("No number")
                    onClicked: phone.open("com.android.contacts", "contact", { id: modelData._id })
                    IconButton { visible: !!parent && !!modelData.phone; icon: "phone-outline"; label: phone.tr("Call") + " " + modelData.name; onClicked: view.called(modelData.phone) }
                }
            }
            Item { width: 1; height: 88 }
        }
        EmptyState { visible: view.wanted !== "" && view.hits.length === 0; icon: "account-search"; text: phone.tr("No contact found") }
    }
    Fab { visible: view.wanted === ""; icon: "dialpad"; treeLabel: phone.tr("Dial pad"); anchors.bottomMargin: bar.height + 16; onClicked: view.dialling() }
    BottomBar {
        id: bar
        anchors.bottom: parent.bottom
        current: view.tab
        onChosen: (index) => { view.tab = index; search.text = ""; if (index === 1) view.seen() }
        tabs: [
            { label: phone.tr("Favourites"), icon: "star" },
            { label: phone.tr("Recents"), icon: "clock-outline", badge: view.missed || "" },
            { label: phone.tr("Contacts"), icon: "account-multiple" }
        ]
    }
}
