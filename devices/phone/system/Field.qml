import QtQuick

// One line (or several) of editable text with a floating label. The keyboard appears while it has the focus.
Rectangle {
    id: field
    property alias text: input.text
    property alias input: input
    property string label
    property bool multiline: false
    property bool plain: false  // without a box, as in a note's body
    property bool numeric: false  // the keyboard shows digits
    property int sp: 16
    property string treeClass: "android.widget.EditText"
    property string treeText: input.text
    property string treeLabel: label
    property string treeId: ""
    property bool treeClickable: true
    property bool treeFocused: input.activeFocus
    signal edited(string text)
    signal submitted
    width: parent ? parent.width : 0
    height: multiline ? Math.max(56, input.contentHeight + 28) : 56
    radius: 8
    color: "transparent"
    border.width: plain ? 0 : (input.activeFocus ? 2 : 1)
    border.color: input.activeFocus ? Theme.primary : Theme.outline
    Label {
        property bool treeHidden: true
        visible: field.label !== "" && input.text === "" && input.preeditText === ""
        text: field.label
        sp: field.sp
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 9
        color: Theme.onSurfaceVariant
        width: field.width - 32
        x: 16
        y: field.multiline ? input.y : input.y + (input.height - height) / 2
    }
    Item {
        id: room
        x: 16
        width: field.width - 32
        height: field.height
        clip: true
        TextEdit {
            id: input
            property bool singleLine: !field.multiline
            property bool numeric: field.numeric
            property bool treeHidden: true
            // A line that is longer than the field moves so that the cursor stays in sight.
            readonly property real reach: (Theme.rtl ? width - cursorRectangle.x : cursorRectangle.x) + 12 - room.width
            x: field.multiline || !activeFocus ? 0 : -Math.max(0, Math.min(width - room.width, reach))
            y: field.multiline ? 14 : (field.height - contentHeight) / 2
            width: field.multiline ? room.width : Math.max(room.width, contentWidth + 4)
            height: contentHeight
            color: Theme.onSurface
            selectionColor: Theme.primaryContainer
            selectedTextColor: Theme.onPrimaryContainer
            font.pixelSize: Theme.size(field.sp)
            horizontalAlignment: Theme.rtl ? TextEdit.AlignRight : TextEdit.AlignLeft
            transform: Scale { xScale: Theme.rtl ? -1 : 1; origin.x: input.width / 2 }
            textFormat: TextEdit.PlainText
            wrapMode: field.multiline ? TextEdit.Wrap : TextEdit.NoWrap
            Keys.onReturnPressed: (event) => {
                event.accepted = !field.multiline
                if (!field.multiline) field.submitted()
            }
            onTextChanged: field.edited(text)
            onActiveFocusChanged: ime.focusChanged(input, activeFocus)
            Component.onDestruction: ime.focusChanged(input, false)
        }
    }
    MouseArea {
        anchors.fill: parent
        onClicked: (event) => {
            input.forceActiveFocus()
            ime.focusChanged(input, true)  // it may have had the focus already, with the keyboard hidden
            const there = mapToItem(input, event.x, event.y)
            input.cursorPosition = input.positionAt(there.x, there.y)
            ime.hideTools()
        }
        onPressAndHold: (event) => {
            input.forceActiveFocus()
            ime.focusChanged(input, true)
            const there = mapToItem(input, event.x, event.y)
            input.cursorPosition = input.positionAt(there.x, there.y)
            input.selectWord()
            ime.showTools(mapToItem(null, event.x, event.y))
        }
    }
}
