import QtQuick
import QtQuick.Controls.Basic
import "../../system"

// Settings: every page is a list of items from pages.json, every item a key of the settings store.
Item {
    id: app
    readonly property var pages: phone.appData("settings", "pages.json")
    readonly property string page: stack.currentItem ? stack.currentItem.name : ""

    function open(name) {
        while (stack.depth > 1) stack.pop(null, StackView.Immediate)
        if (!(name in pages)) name = ""
        const parts = name === "" ? [] : name.split("/")
        for (let i = 1; i <= parts.length; i++)
            stack.push(section, { name: parts.slice(0, i).join("/") }, StackView.Immediate)
    }
    function back() {
        if (choice.back() || entry.back()) return true
        if (stack.depth === 1) return false
        stack.pop(Theme.motion ? StackView.PopTransition : StackView.Immediate)
        return true
    }

    StackView {
        id: stack
        anchors.fill: parent
        initialItem: section
        pushEnter: Transition { NumberAnimation { property: "x"; from: app.width / 4; to: 0; duration: Theme.motion; easing.type: Easing.OutCubic } }
        pushExit: Transition { PauseAnimation { duration: Theme.motion } }
        popEnter: Transition { PauseAnimation { duration: Theme.motion } }
        popExit: Transition { NumberAnimation { property: "x"; from: 0; to: app.width / 4; duration: Theme.motion; easing.type: Easing.OutCubic } }
    }

    Component {
        id: section
        AppPage {
            id: view
            name: ""
            root: name === ""
            title: phone.tr(app.pages[name].title)
            Scroller {
                anchors.fill: parent
                Repeater {
                    model: app.pages[view.name].items
                    Loader {
                        required property var modelData
                        width: view.width
                        sourceComponent: modelData.type === "slider" ? sliderRow : plainRow
                        onLoaded: item.entry = modelData
                    }
                }
            }
        }
    }

    Component {
        id: plainRow
        ListRow {
            id: row
            property var entry: ({ type: "info", title: "" })
            readonly property bool toggle: entry.type === "toggle"
            readonly property var parts: entry.key ? entry.key.split("/") : []
            readonly property string value: parts.length ? store.setting(parts[0], parts[1], entry["default"], store.revision) : ""
            readonly property bool on: toggle && value === (entry.on || "1")
            icon: entry.icon || ""
            iconColour: entry.colour || "transparent"
            title: phone.tr(entry.title)
            summary: {
                if (entry.type === "choice") {
                    const found = entry.options.find((option) => option[0] === value)
                    return phone.tr(found ? found[1] : value)
                }
                if (entry.type === "text") return value || phone.tr("Not set")
                return phone.tr(entry.summary || "")
            }
            treeId: entry.key ? entry.key.replace("/", "_") : (entry.page || "")
            treeClass: toggle ? "android.widget.Switch" : "android.widget.LinearLayout"
            treeText: title
            treeCheckable: toggle
            treeChecked: on
            treeClickable: entry.type !== "info"
            onClicked: {
                if (entry.type === "page") stack.push(section, { name: entry.page }, Theme.motion ? StackView.PushTransition : StackView.Immediate)
                else if (toggle) store.put(parts[0], parts[1], on ? (entry.off || "0") : (entry.on || "1"))
                else if (entry.type === "choice") choice.ask(entry, value)
                else if (entry.type === "text") entryDialog.ask(entry, value)
            }
            Toggle { visible: row.toggle; on: row.on }
        }
    }

    Component {
        id: sliderRow
        Item {
            id: row
            property var entry: ({ title: "", key: "system/x", min: 0, max: 1, step: 1 })
            readonly property var parts: entry.key.split("/")
            readonly property string value: store.setting(parts[0], parts[1], entry["default"] || "0", store.revision)
            height: Math.max(84, Theme.size(84))
            Icon { name: row.entry.icon || ""; visible: name !== ""; width: 40; x: 16; y: 12 }
            Label { x: row.entry.icon ? 72 : 24; y: 10; width: row.width - x - 24; text: phone.tr(row.entry.title) + (row.entry.unit ? "  " + row.value + row.entry.unit : ""); sp: 18 }
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
                onMoved: (value) => store.put(row.parts[0], row.parts[1], String(value))
            }
        }
    }

    Dialog {
        id: choice
        property var entry: null
        property string value
        function ask(entry, value) { choice.entry = entry; choice.value = value; open() }
        title: entry ? phone.tr(entry.title) : ""
        accept: ""
        Column {
            width: parent.width
            Repeater {
                model: choice.entry && choice.entry.options ? choice.entry.options : []
                Pressable {
                    required property var modelData
                    width: parent.width
                    height: 52
                    treeClass: "android.widget.RadioButton"
                    treeText: phone.tr(modelData[1])
                    treeCheckable: true
                    treeChecked: choice.value === modelData[0]
                    onClicked: {
                        const parts = choice.entry.key.split("/")
                        store.put(parts[0], parts[1], modelData[0])
                        choice.close()
                    }
                    Icon { name: choice.value === modelData[0] ? "radiobox-marked" : "radiobox-blank"; anchors.verticalCenter: parent.verticalCenter; color: Theme.primary }
                    Label { text: phone.tr(modelData[1]); x: 40; anchors.verticalCenter: parent.verticalCenter }
                }
            }
        }
    }

    Dialog {
        id: entryDialog
        property var entry: null
        function ask(entry, value) { entryDialog.entry = entry; box.text = value; open(); box.input.forceActiveFocus(); box.input.cursorPosition = box.input.length }
        title: entry ? phone.tr(entry.title) : ""
        accept: phone.tr("Save")
        onAccepted: { const parts = entry.key.split("/"); store.put(parts[0], parts[1], box.text); box.input.focus = false }
        onRejected: box.input.focus = false
        Field { id: box; label: entryDialog.entry ? phone.tr(entryDialog.entry.title) : ""; onSubmitted: { entryDialog.close(); entryDialog.accepted() } }
    }
    readonly property alias entry: entryDialog
}
