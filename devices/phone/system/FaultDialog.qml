import QtQuick

// The system's own dialogs: an app that stopped or does not answer, an empty battery, a surprise with two buttons.
SystemCard {
    id: card
    property var dialog: ({})
    readonly property string kind: dialog.kind || ""
    readonly property string label: phone.tr(phone.app(dialog["package"] || "").label)
    readonly property var words: ({
        crash: { title: phone.tr("%1 keeps stopping").replace("%1", label), text: "", buttons: [["info", phone.tr("App info"), "information-outline"], ["close", phone.tr("Close app"), "close"]] },
        anr: { title: phone.tr("%1 isn’t responding").replace("%1", label), text: "", buttons: [["close", phone.tr("Close app"), "close"], ["wait", phone.tr("Wait"), "clock-outline"]] },
        battery: { title: phone.tr("Battery is low"), text: phone.tr("%1 % left. Battery saver makes it last longer.").replace("%1", dialog.level === undefined ? phone.battery : dialog.level), buttons: [["save", phone.tr("Turn on battery saver"), "leaf"], ["close", phone.tr("Close"), "close"]] },
        popup: { title: dialog.title || "", text: dialog.text || "", buttons: [["accept", dialog.accept || phone.tr("OK"), ""], ["reject", dialog.reject || phone.tr("Cancel"), ""]] }
    })
    readonly property var now: words[kind] || { title: "", text: "", buttons: [] }
    Label { width: parent.width; visible: text !== ""; text: card.now.title; sp: 20; wrapMode: Text.Wrap }
    Label { width: parent.width; visible: text !== ""; text: card.now.text; sp: 15; wrapMode: Text.Wrap; color: Theme.onSurfaceVariant }
    Column {
        width: parent.width
        spacing: 6
        Repeater {
            model: card.now.buttons
            WideButton {
                required property var modelData
                text: modelData[1]
                icon: modelData[2]
                treeId: "dialog_" + modelData[0]
                plain: true
                onClicked: surfaces.press(modelData[0])
            }
        }
    }
}
