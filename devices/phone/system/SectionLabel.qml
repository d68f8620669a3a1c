import QtQuick

// The heading of a group of rows.
Item {
    property alias text: words.text
    width: parent ? parent.width : 0
    height: Math.max(44, Theme.size(44), words.height + 24)
    Label { id: words; x: 24; width: parent.width - 48; anchors.bottom: parent.bottom; anchors.bottomMargin: 8; sp: 14; wrapMode: Text.Wrap; font.weight: Font.Medium; color: Theme.primary }
}
