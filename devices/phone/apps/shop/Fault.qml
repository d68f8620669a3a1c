import QtQuick
import "../../system"

// What is wrong with the field above it; takes no room where nothing is.
Label {
    visible: text !== ""
    width: parent ? parent.width : 0
    leftPadding: 16
    bottomPadding: 6
    sp: 13
    wrapMode: Text.WordWrap
    elide: Text.ElideNone
    color: Theme.error
}
