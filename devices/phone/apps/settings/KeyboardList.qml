import QtQuick
import "../../system"

// Which input methods there are, and which one types.
Column {
    id: view
    property var app
    property var page
    readonly property var methods: [
        { id: "com.fingertip.keyboard/.Keyboard", name: phone.tr("Keyboard"), about: phone.tr("Keys on the screen") },
        { id: "com.android.adbkeyboard/.AdbIME", name: phone.tr("ADB Keyboard"), about: phone.tr("Text from a computer, no keys") },
    ]
    readonly property string current: app.setting("secure/default_input_method", methods[0].id)
    readonly property var enabledOnes: app.setting("secure/enabled_input_methods", methods.map((each) => each.id).join(":")).split(":")
    function enable(id, on) {
        const rest = enabledOnes.filter((each) => each !== id && each !== "")
        store.put("secure", "enabled_input_methods", (on ? [...rest, id] : rest).join(":"))
    }
    SectionLabel { text: phone.tr("Current keyboard") }
    Repeater {
        model: view.methods
        RadioRow {
            required property var modelData
            title: modelData.name
            summary: view.enabledOnes.includes(modelData.id) ? modelData.about : phone.tr("Enable it below first")
            enabled: view.enabledOnes.includes(modelData.id)
            chosen: view.current === modelData.id
            onClicked: store.put("secure", "default_input_method", modelData.id)
        }
    }
    SectionLabel { text: phone.tr("Enabled keyboards") }
    Repeater {
        model: view.methods
        SwitchRow {
            required property var modelData
            title: phone.tr("Enable %1").arg(modelData.name)
            enabled: view.current !== modelData.id
            summary: enabled ? "" : phone.tr("It is in use")
            on: view.enabledOnes.includes(modelData.id)
            onChanged: (on) => view.enable(modelData.id, on)
        }
    }
}
