import QtQuick
import "../../system"

// Every row of every page by its words.
Column {
    id: view
    property var app
    property var page
    readonly property string sought: search.text.trim().toLowerCase()
    readonly property var rows: {
        const found = []
        for (const name in app.pages)
            for (const item of app.pages[name].items)
                if (!(item.needs && item.needs.hide && app.setting(item.needs.key, "") !== item.needs.value))
                    found.push({ title: phone.tr(item.title), path: phone.tr(app.pages[name].title), page: item.type === "page" ? item.page : name, values: item.values, icon: item.icon || "" })
        return found
    }
    readonly property var found: sought === "" ? [] : rows.filter((row) => row.title.toLowerCase().includes(sought)).slice(0, 40)
    Item {
        width: parent.width
        height: 68
        SearchField { id: search; x: 16; y: 8; width: parent.width - 32; label: phone.tr("Search settings") }
    }
    Component.onCompleted: Qt.callLater(() => search.input.forceActiveFocus())
    Note { visible: view.found.length === 0; text: view.sought === "" ? phone.tr("Type what you look for") : phone.tr("No setting is called that") }
    Repeater {
        model: view.found
        ListRow {
            required property var modelData
            icon: modelData.icon || "cog-outline"
            title: modelData.title
            summary: modelData.path
            treeText: title
            onClicked: { ime.hide(); view.app.show(modelData.page, modelData.values) }
        }
    }
}
