import QtQuick

// What an icon offers when it is held: about its app, and onto or off the home screen.
Item {
    id: menu
    property var app: null
    property bool treeModal: true
    property bool onHome: false
    property real cardX: 0
    property real cardY: 0
    visible: app !== null
    function show(icon, app, onHome) {
        const place = icon.mapToItem(menu, 0, 0)
        menu.app = app
        menu.onHome = onHome
        cardX = Math.max(12, Math.min(width - card.width - 12, place.x + icon.width / 2 - card.width / 2))
        const wish = place.y > height / 2 ? place.y - card.height - 4 : place.y + icon.height + 4
        cardY = Math.max(32, Math.min(height - card.height - 12, wish))  // a low screen has no room above or below
    }
    function close() { app = null }
    function back() {
        if (!visible) return false
        close()
        return true
    }
    MouseArea { anchors.fill: parent; preventStealing: true; onClicked: menu.close() }
    Rectangle {
        id: card
        property string treeClass: "android.widget.ListView"
        x: menu.cardX
        y: menu.cardY
        width: 248
        height: column.height + 16
        radius: 20
        color: Theme.surfaceContainer
        border.width: 1
        border.color: Theme.outlineVariant
        component Entry: Pressable {
            id: entry
            property string icon
            property string text
            width: column.width
            height: Math.max(48, Theme.size(48))
            treeText: text
            treeClass: "android.widget.TextView"
            Icon { x: 16; anchors.verticalCenter: parent.verticalCenter; name: entry.icon; size: 20 }
            Label { x: 52; width: parent.width - 60; anchors.verticalCenter: parent.verticalCenter; text: entry.text; sp: 15 }
        }
        Column {
            id: column
            y: 8
            width: parent.width
            Entry {
                icon: "information-outline"
                text: phone.tr("App info")
                onClicked: {
                    const name = menu.app["package"]
                    menu.close()
                    phone.open("com.android.settings", "apps/details", { "package": name })
                }
            }
            Entry {
                icon: menu.onHome ? "close" : "home-outline"
                text: menu.onHome ? phone.tr("Remove") : phone.tr("Add to home screen")
                onClicked: {
                    const name = menu.app["package"]
                    menu.close()
                    if (menu.onHome) phone.takeFromHome(name)
                    else phone.putOnHome(name)
                }
            }
        }
    }
}
