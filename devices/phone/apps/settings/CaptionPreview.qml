import QtQuick
import "../../system"

// How captions will look.
Item {
    id: view
    property var app
    property var page
    readonly property var inks: ({ white: ["#FFFFFF", "#000000"], black: ["#000000", "#FFFFFF"], yellow: ["#FFEB3B", "#000000"], blue: ["#FFEB3B", "#0D2A6B"] })
    readonly property var colours: inks[app.setting("secure/captioning_colours", "white")] || inks.white
    readonly property int sp: ({ small: 14, medium: 18, large: 24 })[app.setting("secure/captioning_size", "medium")] || 18
    height: box.height + 24
    Rectangle {
        id: box
        x: 16; y: 12
        width: parent.width - 32
        height: words.height + 48
        radius: 16
        color: view.colours[1]
        border.width: 1
        border.color: Theme.outlineVariant
        Label { id: words; x: 16; y: 24; width: parent.width - 32; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.WordWrap; text: phone.tr("Captions look like this"); sp: view.sp; color: view.colours[0] }
    }
}
