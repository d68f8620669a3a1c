import QtQuick
import "../../system"

// Whose work this phone is made of.
Column {
    property var app
    property var page
    Repeater {
        model: [
            ["Fingertip", "Apache License 2.0"],
            ["Roboto", "Apache License 2.0"],
            ["Noto Sans CJK", "SIL Open Font License 1.1"],
            ["Noto Sans Arabic", "SIL Open Font License 1.1"],
            ["Material Design Icons", "Apache License 2.0"],
        ]
        ListRow { required property var modelData; title: modelData[0]; summary: modelData[1]; treeClickable: false }
    }
}
