import QtQuick
import "../../system"

// Name and address of a bookmark.
AppPage {
    id: view
    property int number: 0  // 0: a new one
    property string first
    property string firstUrl
    property string problem
    signal saved(string title, string url)
    signal deleting
    name: "bookmark"
    title: number ? phone.tr("Edit bookmark") : phone.tr("Add bookmark")
    Component.onCompleted: { words.text = first; url.text = firstUrl }
    function save() {
        if (!/^(https?:\/\/)?[^\s.]+\.[^\s]+$/.test(url.text.trim())) { problem = phone.tr("This is not an address."); return }
        const full = /^https?:/.test(url.text.trim()) ? url.text.trim() : "https://" + url.text.trim()
        ime.hide()
        saved(words.text.trim() || full, full)
    }
    actions: [
        IconButton { visible: view.number > 0; icon: "delete-outline"; label: phone.tr("Delete bookmark"); onClicked: view.deleting() },
        TextButton { filled: true; text: phone.tr("Save"); onClicked: view.save() }
    ]
    Scroller {
        anchors.fill: parent
        spacing: 16
        Field { id: words; x: 20; width: parent.width - 40; label: phone.tr("Name"); treeId: "title"; onSubmitted: url.input.forceActiveFocus() }
        Field { id: url; x: 20; width: parent.width - 40; label: phone.tr("Address"); treeId: "url"; border.color: view.problem ? Theme.error : input.activeFocus ? Theme.primary : Theme.outline; onEdited: view.problem = ""; onSubmitted: view.save() }
        Label { visible: text !== ""; x: 36; width: parent.width - 72; text: view.problem; sp: 13; color: Theme.error }
    }
}
