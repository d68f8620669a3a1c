import QtQuick

// May this app do that? The answer is kept in the provider "permissions".
SystemCard {
    id: dialog
    property var question: ({})
    Icon { anchors.horizontalCenter: parent.horizontalCenter; name: dialog.question.icon || ""; size: 28; color: Theme.primary }
    Label {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        sp: 18
        text: dialog.question.permission ? phone.tr("Allow %1 to %2?").replace("%1", phone.tr(dialog.question.label)).replace("%2", phone.tr(dialog.question.text)) : ""
    }
    Item { width: 1; height: 4 }
    Column {
        width: parent.width
        spacing: 6
        WideButton { text: phone.tr("While using the app"); visible: dialog.question.partly === true; treeId: "permission_allow_foreground_only_button"; onClicked: surfaces.answer(true) }
        WideButton { text: phone.tr("Only this time"); visible: dialog.question.partly === true; treeId: "permission_allow_one_time_button"; onClicked: surfaces.answer(true) }
        WideButton { text: phone.tr("Allow"); visible: dialog.question.partly !== true; treeId: "permission_allow_button"; onClicked: surfaces.answer(true) }
        WideButton { text: phone.tr("Don’t allow"); treeId: "permission_deny_button"; onClicked: surfaces.answer(false) }
    }
}
