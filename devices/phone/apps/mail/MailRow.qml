import QtQuick
import "../../system"

// One mail in a list. Its avatar selects, its star toggles.
Pressable {
    id: row
    property var mail: ({})
    property string who
    property bool chosen: false
    readonly property bool fresh: !Number(mail.read)
    readonly property bool starred: Number(mail.starred) === 1
    signal picked
    signal starring
    width: parent ? parent.width : 0
    height: Math.max(88, Theme.size(88), texts.height + 16)
    treeClass: "android.widget.LinearLayout"
    treeText: mail.subject || phone.tr("(no subject)")
    treeChecked: chosen
    Rectangle { anchors.fill: parent; color: Theme.primaryContainer; visible: row.chosen; z: -1 }
    Pressable {
        x: 12
        width: 48; height: 48; radius: 24
        anchors.verticalCenter: parent.verticalCenter
        treeClass: "android.widget.ImageView"
        treeLabel: phone.tr("Select") + " " + row.treeText
        treeCheckable: true
        treeChecked: row.chosen
        onClicked: row.picked()
        Avatar { visible: !row.chosen; anchors.centerIn: parent; name: row.who }
        Icon { visible: row.chosen; anchors.centerIn: parent; size: 40; name: "check-circle"; color: Theme.primary }
    }
    Column {
        id: texts
        x: 72
        width: row.width - x - 16
        anchors.verticalCenter: parent.verticalCenter
        spacing: 2
        Item {
            width: parent.width
            height: name.height
            Label { id: name; width: parent.width - stamp.width - 8; text: row.who; sp: 16; font.weight: row.fresh ? Font.Bold : Font.Normal }
            Label { id: stamp; anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; text: phone.formatTime(row.mail.time || 0, "ago"); sp: 12; font.weight: name.font.weight; color: row.fresh ? Theme.primary : Theme.onSurfaceVariant }
        }
        Label { property bool treeHidden: true; width: parent.width - 40; text: row.treeText; sp: 14; font.weight: name.font.weight }
        Label { width: parent.width - 40; text: (row.mail.body || "").replace(/\s+/g, " "); sp: 14; color: Theme.onSurfaceVariant }
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 4
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 8
        icon: row.starred ? "star" : "star-outline"
        ink: row.starred ? "#F9AB00" : Theme.onSurfaceVariant
        label: (row.starred ? phone.tr("Remove star") : phone.tr("Add star")) + ": " + row.treeText
        treeCheckable: true
        treeChecked: row.starred
        onClicked: row.starring()
    }
}
