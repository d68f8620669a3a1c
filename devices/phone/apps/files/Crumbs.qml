import QtQuick
import "../../system"

// The way to a folder, each part of it a button.
Flickable {
    id: crumbs
    property string path: "/sdcard"
    readonly property var parts: {
        const inside = path === "/sdcard" || path.startsWith("/sdcard/")
        const names = (inside ? path.slice(7) : path).split("/").filter((name) => name !== "")
        let where = inside ? "/sdcard" : ""
        const made = [{ text: inside ? phone.tr("Internal storage") : "/", path: inside ? "/sdcard" : "/" }]
        for (const name of names) { where += "/" + name; made.push({ text: name, path: where }) }
        return made
    }
    signal chosen(string path)
    width: parent ? parent.width : 0
    height: Math.max(44, Theme.size(44))
    contentWidth: row.width + 32
    contentX: Math.max(0, contentWidth - width)
    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    Row {
        id: row
        x: 12
        Repeater {
            model: crumbs.parts
            Row {
                id: part
                required property var modelData
                required property int index
                readonly property bool last: index === crumbs.parts.length - 1
                Icon { visible: part.index > 0; name: "chevron-right"; size: 18; height: crumbs.height }
                Pressable {
                    width: words.implicitWidth + 16
                    height: crumbs.height
                    radius: 10
                    treeText: part.modelData.text
                    onClicked: crumbs.chosen(part.modelData.path)
                    Label { id: words; anchors.centerIn: parent; text: part.modelData.text; sp: 14; font.weight: Font.Medium; color: part.last ? Theme.primary : Theme.onSurfaceVariant }
                }
            }
        }
    }
}
