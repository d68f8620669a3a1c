import QtQuick
import "../../system"

// What an app may only do when a person said so here.
Column {
    id: view
    property var app
    property var page
    Repeater {
        model: view.app.facts.accesses
        ListRow {
            required property var modelData
            readonly property int allowed: ops.all.filter((row) => row.op === modelData.op && row.allowed).length
            icon: modelData.icon
            title: phone.tr(modelData.text)
            summary: allowed ? phone.tr("%1 apps allowed").arg(allowed) : phone.tr("No app allowed")
            treeText: title
            onClicked: view.app.show("apps/access/list", { op: modelData.op })
        }
    }
    Rows { id: ops; provider: "app_ops" }
}
