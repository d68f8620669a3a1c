import QtQuick

// A rounded search field with a magnifier and, once something is typed, a cross.
Rectangle {
    id: search
    property alias text: field.text
    property alias input: field.input
    property string label: phone.tr("Search")
    property string treeId: "search"
    signal submitted
    height: 52
    radius: 26
    color: Theme.surfaceHigh
    Icon { name: "magnify"; x: 16; anchors.verticalCenter: parent.verticalCenter }
    Field { id: field; plain: true; x: 36; width: parent.width - 88; height: 52; label: search.label; treeId: search.treeId; onSubmitted: { ime.hide(); search.submitted() } }
    IconButton { visible: field.text !== ""; icon: "close"; label: phone.tr("Clear search"); anchors.right: parent.right; anchors.verticalCenter: parent.verticalCenter; onClicked: field.text = "" }
}
