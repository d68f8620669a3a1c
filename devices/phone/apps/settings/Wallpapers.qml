import QtQuick
import "../../system"

// What lies behind the home screen: two colours that run into each other.
Column {
    id: view
    property var app
    property var page
    readonly property string chosen: app.setting("system/wallpaper", "")
    readonly property var choices: [
        { name: phone.tr("This phone's own"), value: "" },
        { name: phone.tr("Dawn"), value: "#F6A97A,#5B3A8C" },
        { name: phone.tr("Forest"), value: "#5FA777,#12352B" },
        { name: phone.tr("Sea"), value: "#4FB3D9,#0B2E59" },
        { name: phone.tr("Heather"), value: "#B98BC9,#3B2A5E" },
        { name: phone.tr("Ember"), value: "#E0654A,#3A1420" },
        { name: phone.tr("Sand"), value: "#D9B88A,#6B4E2E" },
        { name: phone.tr("Night"), value: "#2B3A55,#0A0D14" },
        { name: phone.tr("Slate"), value: "#8FA3AD,#2E3B43" },
    ]
    Note { text: phone.tr("Shown behind the home screen and the lock screen") }
    Grid {
        id: grid
        readonly property int across: Math.max(3, Math.floor(view.width / 150))
        readonly property real side: (view.width - 32) / across
        x: 16
        columns: across
        Repeater {
            model: view.choices
            Pressable {
                id: tile
                required property var modelData
                readonly property bool mine: view.chosen === modelData.value
                readonly property var colours: modelData.value ? modelData.value.split(",") : phone.ownWallpaper
                width: grid.side
                height: grid.side * 1.5 + Math.max(28, Theme.size(28), words.height + 6)
                treeClass: "android.widget.RadioButton"
                treeText: modelData.name
                treeCheckable: true
                treeChecked: mine
                onClicked: { store.put("system", "wallpaper", modelData.value); phone.showToast(phone.tr("Wallpaper set")) }
                Rectangle {
                    x: 6; y: 6
                    width: parent.width - 12
                    height: grid.side * 1.5 - 12
                    radius: 16
                    border.width: tile.mine ? 4 : 0
                    border.color: Theme.primary
                    gradient: Gradient { GradientStop { position: 0; color: tile.colours[0] } GradientStop { position: 1; color: tile.colours[1] } }
                    Icon { visible: tile.mine; anchors.centerIn: parent; name: "check-circle"; size: 36; color: "#FFFFFF" }
                }
                Label { id: words; x: 4; width: parent.width - 8; y: grid.side * 1.5; horizontalAlignment: Text.AlignHCenter; text: tile.modelData.name; font.pixelSize: Theme.fit(text, 13, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
            }
        }
    }
}
