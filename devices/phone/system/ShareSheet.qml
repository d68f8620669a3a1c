import QtQuick

// What is being shared, and the apps that take it.
SystemCard {
    id: sheet
    readonly property var what: surfaces.sheet
    low: true
    onOutside: surfaces.back()
    Label { text: phone.tr("Share"); sp: 18; width: parent.width }
    Rectangle {
        width: parent.width
        height: preview.height + 24
        radius: 12
        color: Theme.surfaceHigh
        Photo { id: picture; visible: !!sheet.what.path && String(sheet.what.mime || "image/").startsWith("image/") && !broken; path: String(sheet.what.mime || "image/").startsWith("image/") ? sheet.what.path || "" : ""; x: 12; y: 12; width: 56; height: 56; clip: true }
        Column {
            id: preview
            x: picture.visible ? 80 : 16
            y: 12
            width: parent.width - x - 16
            spacing: 2
            Label { width: parent.width; visible: text !== ""; text: sheet.what.subject || ""; sp: 15; wrapMode: Text.Wrap; maximumLineCount: 3; font.weight: Font.Medium }
            Label { width: parent.width; visible: text !== ""; text: sheet.what.text || (sheet.what.path ? String(sheet.what.path).split("/").pop() : ""); sp: 14; color: Theme.onSurfaceVariant; wrapMode: Text.Wrap; maximumLineCount: 3 }
            Item { width: 1; height: picture.visible ? 16 : 0 }
        }
    }
    Flow {
        width: parent.width
        Repeater {
            model: surfaces.targets
            Pressable {
                id: target
                required property string modelData
                readonly property var app: phone.app(modelData)
                width: Math.floor(parent.width / 4)
                height: 60 + Theme.size(36)
                radius: 16
                treeText: phone.tr(app.label)
                onClicked: surfaces.send(modelData)
                Rectangle { id: disc; y: 8; width: 48; height: 48; radius: 24; anchors.horizontalCenter: parent.horizontalCenter; color: target.app.colour; Icon { anchors.centerIn: parent; name: target.app.icon; size: 26; color: "#FFFFFF" } }
                Label { anchors.top: disc.bottom; anchors.topMargin: 4; width: parent.width; horizontalAlignment: Text.AlignHCenter; text: target.treeText; sp: 12; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9 }
            }
        }
    }
    WideButton { plain: true; icon: "content-copy"; text: phone.tr("Copy"); onClicked: surfaces.copySheet() }
}
