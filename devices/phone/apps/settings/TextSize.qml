import QtQuick
import "../../system"

// How large letters and everything else are, with a preview.
Column {
    id: view
    property var app
    property var page
    readonly property var scales: [0.85, 1, 1.15, 1.3, 1.5]
    readonly property var sizes: [0.85, 1, 1.1, 1.2, 1.3]
    readonly property int step: nearest(scales, Number(app.setting("system/font_scale", "1")))
    readonly property int size: nearest(sizes, Number(app.setting("secure/display_scale", "1")))
    function nearest(list, value) {
        let best = 0
        for (let i = 1; i < list.length; i++) if (Math.abs(list[i] - value) < Math.abs(list[best] - value)) best = i
        return best
    }
    function setText(index) { store.put("system", "font_scale", scales[index] === 1 ? "1.0" : String(scales[index])) }
    function setSize(index) { store.call("settings", "displaySize", { scale: sizes[index] }) }
    component Steps: Item {
        id: steps
        property string title
        property int value
        signal chosen(int index)
        width: view.width
        height: label.height + 64
        Label { id: label; x: 24; y: 12; width: parent.width - 48; text: steps.title; sp: 18 }
        IconButton { x: 12; y: label.height + 16; icon: "minus"; label: phone.tr("Smaller") + ", " + steps.title; enabled: steps.value > 0; opacity: enabled ? 1 : 0.4; onClicked: steps.chosen(steps.value - 1) }
        Slide { x: 64; y: label.height + 20; width: parent.width - 128; from: 0; to: 4; step: 1; value: steps.value; treeLabel: steps.title; onMoved: (value) => steps.chosen(value) }
        IconButton { x: parent.width - 60; y: label.height + 16; icon: "plus"; label: phone.tr("Larger") + ", " + steps.title; enabled: steps.value < 4; opacity: enabled ? 1 : 0.4; onClicked: steps.chosen(steps.value + 1) }
    }
    Rectangle {
        x: 16
        width: parent.width - 32
        height: preview.height + 32
        radius: 20
        color: Theme.surfaceContainer
        Column {
            id: preview
            x: 20; y: 16
            width: parent.width - 40
            spacing: 8
            Label { width: parent.width; text: phone.tr("A letter from the lake"); sp: 20; wrapMode: Text.WordWrap }
            Label { width: parent.width; text: phone.tr("The water was still, and we could read the names of the boats from the far shore."); sp: 16; wrapMode: Text.WordWrap; color: Theme.onSurfaceVariant }
        }
    }
    Steps { title: phone.tr("Text size"); value: view.step; onChosen: (index) => view.setText(index) }
    Steps { title: phone.tr("Display size"); value: view.size; onChosen: (index) => view.setSize(index) }
    SwitchRow { title: phone.tr("High contrast"); on: view.app.setting("secure/high_text_contrast_enabled", "0") === "1"; onChanged: (on) => store.put("secure", "high_text_contrast_enabled", on ? "1" : "0") }
    ListRow { icon: "restart"; title: phone.tr("Reset sizes"); treeText: title; enabled: view.step !== 1 || view.size !== 1; onClicked: { view.setText(1); view.setSize(1) } }
}
