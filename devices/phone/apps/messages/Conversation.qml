import QtQuick
import "../../system"

// Everything that was said with one person. lines: rows of "sms", the newest first.
AppPage {
    id: view
    property string address
    property string person
    property bool known: false
    property var lines: []
    property int chosen: 0  // the id of the message that is selected
    property string draft
    property alias picture: composer.picture
    readonly property var message: lines.find((line) => line._id === chosen) || null
    signal sending(string text, string picture)
    signal retrying(int number)
    signal drafted(string text)
    signal attaching
    signal archiving
    signal deleting
    signal erasing(var message)
    signal showing(var message)
    name: "conversation"
    title: chosen ? "" : person
    Component.onCompleted: composer.text = draft
    Component.onDestruction: drafted(composer.text.trim())
    function back() {
        if (!chosen) return false
        chosen = 0
        return true
    }
    function day(moment) { return Math.floor(moment / 86400000) }

    actions: [
        IconButton { visible: view.chosen > 0; icon: "content-copy"; label: phone.tr("Copy text"); onClicked: { phone.copy(view.message.body); phone.showToast(phone.tr("Text copied")); view.chosen = 0 } },
        IconButton { visible: view.chosen > 0; icon: "share-variant"; label: phone.tr("Share"); onClicked: { phone.share({ text: view.message.body }); view.chosen = 0 } },
        IconButton { visible: view.chosen > 0; icon: "information-outline"; label: phone.tr("Details"); onClicked: { view.showing(view.message); view.chosen = 0 } },
        IconButton { visible: view.chosen > 0; icon: "delete-outline"; label: phone.tr("Delete message"); onClicked: { view.erasing(view.message); view.chosen = 0 } },
        IconButton { visible: !view.chosen; icon: "phone-outline"; label: phone.tr("Call"); onClicked: phone.open("com.android.dialer", "incall", { number: view.address }) },
        Menu {
            visible: !view.chosen
            entries: [
                view.known ? { text: phone.tr("Open contacts"), icon: "account", act: () => phone.open("com.android.contacts", "", {}) }
                    : { text: phone.tr("Add contact"), icon: "account-plus", act: () => phone.open("com.android.contacts", "edit", { phone: view.address }) },
                { text: phone.tr("Archive"), icon: "archive-arrow-down-outline", enabled: view.lines.length > 0, act: () => view.archiving() },
                { text: phone.tr("Delete"), icon: "delete-outline", enabled: view.lines.length > 0, act: () => view.deleting() }
            ]
        }
    ]
    ListView {
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        width: parent.width
        height: composer.y
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        verticalLayoutDirection: ListView.BottomToTop
        model: view.lines
        delegate: Bubble {
            required property var modelData
            required property int index
            readonly property var before: view.lines[index + 1]
            width: view.width
            message: modelData
            day: before && view.day(before.time) === view.day(modelData.time) ? "" : phone.formatTime(modelData.time, "day")
            chosen: view.chosen === modelData._id
            onTapped: { if (view.chosen) view.chosen = chosen ? 0 : modelData._id; else if (failed) view.retrying(modelData._id) }
            onHeld: view.chosen = modelData._id
        }
    }
    EmptyState { visible: view.lines.length === 0; icon: "message-outline"; text: phone.tr("No messages yet") }
    Composer {
        id: composer
        anchors.bottom: parent.bottom
        onSending: (text, picture) => { composer.text = ""; composer.picture = ""; view.sending(text, picture) }
        onAttaching: view.attaching()
        onDropping: picture = ""
    }
}
