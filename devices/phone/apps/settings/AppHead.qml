import QtQuick
import "../../system"

// Which app a page is about: its icon and its name. It says so where the app is not on this phone.
Item {
    id: head
    property string packageName
    readonly property var described: phone.apps.find((each) => each["package"] === packageName) || null
    readonly property string label: described ? phone.tr(described.label) : ""
    width: parent ? parent.width : 0
    height: described ? Math.max(88, words.height + 24) : nothing.height + 96
    Rectangle { visible: !!head.described; x: 24; width: 56; height: 56; radius: 28; anchors.verticalCenter: parent.verticalCenter; color: head.described ? head.described.colour : "transparent" }
    Icon { visible: !!head.described; x: 24; width: 56; size: 32; anchors.verticalCenter: parent.verticalCenter; name: head.described ? head.described.icon : ""; color: "#FFFFFF" }
    Column {
        id: words
        visible: !!head.described
        x: 96
        width: parent.width - 120
        anchors.verticalCenter: parent.verticalCenter
        Label { width: parent.width; text: head.label; sp: 22; wrapMode: Text.Wrap }
        Label { width: parent.width; text: head.packageName; sp: 13; color: Theme.onSurfaceVariant; wrapMode: Text.Wrap }
    }
    EmptyState { id: nothing; visible: !head.described; y: 48; icon: "apps"; text: phone.tr("No app chosen"); action: phone.tr("All apps"); onActed: phone.open("com.android.settings", "apps/all", {}) }
}
