import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Dial a number; people who fit what is typed so far stand above the keys.
AppPage {
    id: view
    property var people: []
    property alias number: entry.number
    readonly property bool wide: width > height
    readonly property var found: entry.number === "" ? [] : people.filter((person) => person.phone && Numbers.fits(person.name, person.phone, entry.number)).slice(0, 30)
    signal called(string number)
    signal creating(string number)
    signal messaged(string number)
    signal dialledVoicemail
    name: "dialpad"
    title: phone.tr("Dial pad")
    actions: Menu {
        entries: [
            { text: phone.tr("Copy number"), icon: "content-copy", enabled: entry.number !== "", act: () => { phone.copy(entry.number); phone.showToast(phone.tr("Number copied")) } },
            { text: phone.tr("Paste"), icon: "content-paste", enabled: Numbers.digits(phone.clipboard) !== "", act: () => entry.number = Numbers.digits(phone.clipboard) },
            { text: phone.tr("Add to contacts"), icon: "account-plus", enabled: entry.number !== "", act: () => view.creating(entry.number) },
            { text: phone.tr("Send a message"), icon: "message-text-outline", enabled: entry.number !== "", act: () => view.messaged(entry.number) }
        ]
    }
    Scroller {
        id: list
        width: view.wide ? parent.width - pad.width : parent.width
        height: view.wide ? parent.height : pad.y
        Repeater {
            model: view.found
            PersonRow {
                required property var modelData
                name: modelData.name
                summary: Numbers.pretty(modelData.phone)
                onClicked: view.called(modelData.phone)
                Icon { name: "phone-outline"; width: 40; anchors.verticalCenter: parent ? parent.verticalCenter : undefined }
            }
        }
        ListRow { visible: entry.number !== "" && view.found.length === 0; icon: "account-plus"; title: phone.tr("Add to contacts"); treeText: title; onClicked: view.creating(entry.number) }
    }
    Rectangle {
        id: pad
        readonly property real keyHeight: Math.max(36, Math.min(66, (view.height - 64 - 150) / 4))
        width: view.wide ? Math.min(400, parent.width * 0.5) : parent.width
        height: column.height + 12
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        radius: 24
        color: Theme.surfaceContainer
        Column {
            id: column
            width: parent.width
            Item {
                id: entry
                property string number: ""
                property string treeClass: "android.widget.EditText"
                property string treeText: Numbers.pretty(number)
                property string treeLabel: phone.tr("Number")
                property string treeId: "digits"
                width: parent.width
                height: 60
                Label { property bool treeHidden: true; x: 56; width: parent.width - 112; height: parent.height; horizontalAlignment: Text.AlignHCenter; text: Numbers.pretty(entry.number); font.pixelSize: entry.number.length > 14 ? 22 : 30; elide: Text.ElideLeft }
                IconButton {
                    visible: entry.number !== ""
                    anchors.right: parent.right
                    anchors.rightMargin: 4
                    anchors.verticalCenter: parent.verticalCenter
                    icon: "backspace-outline"
                    label: phone.tr("Backspace")
                    treeId: "deleteButton"
                    onClicked: entry.number = entry.number.slice(0, -1)
                    onHeld: entry.number = ""
                }
            }
            DialKeys {
                x: 16
                width: parent.width - 32
                rowHeight: pad.keyHeight
                onTyped: (key) => { if (entry.number.length < 24) entry.number += key }
                onHeld: (key) => {
                    if (key === "0") entry.number += "+"
                    else if (key === "1" && entry.number === "") view.dialledVoicemail()
                }
            }
            Item {
                width: parent.width
                height: 68
                Pressable {
                    anchors.centerIn: parent
                    width: 132; height: 56; radius: 28
                    treeLabel: phone.tr("Call")
                    treeId: "dialpad_floating_action_button"
                    onClicked: view.called(entry.number)
                    Rectangle { anchors.fill: parent; radius: 28; color: "#1E8E3E"; z: -1 }
                    Icon { anchors.centerIn: parent; name: "phone"; color: "#FFFFFF" }
                }
            }
        }
    }
}
