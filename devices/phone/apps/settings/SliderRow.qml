import QtQuick
import "../../system"

// A setting that is a number: its name, and a slider below it.
Item {
    id: row
    property var app
    property var entry: ({ title: "", key: "system/x", min: 0, max: 1, step: 1 })
    readonly property string value: app.setting(entry.key, entry["default"] || "0")
    readonly property bool hidden: false
    height: Math.max(84, Theme.size(84), words.height + 58)
    enabled: !entry.needs || app.setting(entry.needs.key, "") === entry.needs.value
    opacity: enabled ? 1 : 0.4
    Icon { name: row.entry.icon || ""; visible: name !== ""; width: 40; x: 16; y: 12 }
    Label { id: words; x: row.entry.icon ? 72 : 24; y: 10; width: row.width - x - 24; wrapMode: Text.Wrap; font.pixelSize: Theme.fit(text, 18, width); text: phone.tr(row.entry.title) + (row.entry.unit ? "  " + row.value + row.entry.unit : "") }
    Slide {
        x: row.entry.icon ? 72 : 24
        y: row.height - 48
        width: row.width - x - 24
        from: row.entry.min
        to: row.entry.max
        step: row.entry.step
        value: Number(row.value)
        treeLabel: phone.tr(row.entry.title)
        treeId: row.entry.key.replace("/", "_")
        onMoved: (value) => row.app.set(row.entry.key, String(value))
    }
}
