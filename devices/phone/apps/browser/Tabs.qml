import QtQuick
import "../../system"

// All tabs as cards: tap to switch, cross to close.
AppPage {
    id: view
    property var tabs: []
    signal chosen(int number)
    signal closed(int number)
    signal opened
    signal closingAll
    name: "tabs"
    title: phone.tr("Tabs")
    actions: [
        IconButton { icon: "plus"; label: phone.tr("New tab"); onClicked: view.opened() },
        Menu { entries: [{ text: phone.tr("Close all tabs"), icon: "close-box", enabled: view.tabs.length > 0, act: () => view.closingAll() }] }
    ]
    Scroller {
        anchors.fill: parent
        spacing: 10
        Repeater {
            model: view.tabs
            Pressable {
                id: card
                required property var modelData
                readonly property bool active: Number(modelData.active) === 1
                x: 16
                width: view.width - 32
                height: Math.max(84, Theme.size(84))
                radius: 16
                treeText: modelData.title || phone.tr("Start page")
                treeChecked: active
                onClicked: view.chosen(modelData._id)
                Rectangle { anchors.fill: parent; radius: 16; z: -1; color: Theme.surfaceContainer; border.width: card.active ? 2 : 1; border.color: card.active ? Theme.primary : Theme.outlineVariant }
                Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: card.modelData.url ? "web" : "home-outline" }
                Column {
                    x: 56
                    width: parent.width - 116
                    anchors.verticalCenter: parent.verticalCenter
                    Label { property bool treeHidden: true; width: parent.width; text: card.treeText; sp: 16; font.weight: Font.Medium }
                    Label { visible: text !== ""; width: parent.width; text: card.modelData.url; sp: 13; color: Theme.onSurfaceVariant }
                }
                IconButton { anchors.right: parent.right; anchors.rightMargin: 6; anchors.verticalCenter: parent.verticalCenter; icon: "close"; label: phone.tr("Close tab") + " " + card.treeText; onClicked: view.closed(card.modelData._id) }
            }
        }
    }
    EmptyState { visible: view.tabs.length === 0; icon: "tab"; text: phone.tr("No open tabs"); action: phone.tr("New tab"); onActed: view.opened() }
}
