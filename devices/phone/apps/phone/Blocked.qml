import QtQuick
import "../../system"
import "numbers.js" as Numbers

// Numbers that cannot call any more.
AppPage {
    id: view
    property var blocked: []
    signal adding
    signal unblocking(var row)
    name: "blocked"
    title: phone.tr("Blocked numbers")
    Scroller {
        anchors.fill: parent
        ListRow { icon: "plus"; title: phone.tr("Add a number"); treeText: title; onClicked: view.adding() }
        Repeater {
            model: view.blocked
            ListRow {
                required property var modelData
                treeClickable: false
                icon: "block-helper"
                title: Numbers.pretty(modelData.number)
                IconButton { icon: "close"; label: phone.tr("Unblock") + " " + title; onClicked: view.unblocking(modelData) }
            }
        }
    }
    EmptyState { visible: view.blocked.length === 0; icon: "block-helper"; text: phone.tr("No blocked numbers"); detail: phone.tr("Calls from blocked numbers do not ring.") }
}
