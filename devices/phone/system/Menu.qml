import QtQuick

// The overflow menu of a page: put it into AppPage.actions. entries: [{text, icon, enabled, act: () => …}].
IconButton {
    id: menu
    property var entries: []
    icon: "dots-vertical"
    label: phone.tr("More options")
    onClicked: sheet.show()

    // The list lies over the whole page: the nearest ancestor that can go back.
    readonly property Item page: {
        let item = parent
        while (item && item.parent && item.objectName !== "page") item = item.parent
        return item
    }
    function back() {
        if (!sheet.visible) return false
        sheet.visible = false
        return true
    }
    Item {
        id: sheet
        property bool treeModal: true
        parent: menu.page
        anchors.fill: parent
        visible: false
        z: 60
        function show() { visible = true; if (menu.page && menu.page.overlay !== undefined) menu.page.overlay = menu }
        MouseArea { anchors.fill: parent; onClicked: sheet.visible = false }
        Rectangle {
            property string treeClass: "android.widget.ListView"
            width: Math.min(parent.width - 32, Math.max(180, column.widest + 56))
            property bool treeScrollable: list.contentHeight > list.height
            height: Math.min(column.height + 16, parent.height - 16)
            x: parent.width - width - 8
            y: 8
            radius: 12
            color: Theme.surfaceContainer
            border.width: 1
            border.color: Theme.outlineVariant
            MouseArea { anchors.fill: parent }
            Flickable {
                id: list
                y: 8
                width: parent.width
                height: parent.height - 16
                contentHeight: column.height
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                Column {
                    id: column
                    width: parent.width
                    property real widest: 0
                    Repeater {
                        model: phone.updated ? menu.entries.slice().reverse() : menu.entries
                        Pressable {
                            id: entry
                            required property var modelData
                            width: column.width
                            height: Math.max(48, Theme.size(48))
                            enabled: modelData.enabled !== false
                            treeText: modelData.text
                            treeClass: "android.widget.LinearLayout"
                            onClicked: { sheet.visible = false; modelData.act() }
                            Component.onCompleted: column.widest = Math.max(column.widest, words.implicitWidth + words.x)
                            Icon { visible: !!entry.modelData.icon; name: entry.modelData.icon || ""; x: 16; anchors.verticalCenter: parent.verticalCenter }
                            Label { id: words; x: entry.modelData.icon ? 56 : 20; width: parent.width - x - 8; anchors.verticalCenter: parent.verticalCenter; text: entry.modelData.text; color: entry.enabled ? Theme.onSurface : Theme.outline }
                        }
                    }
                }
            }
        }
    }
}
