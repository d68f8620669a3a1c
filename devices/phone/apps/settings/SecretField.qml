import QtQuick
import "../../system"

// One line that nobody should read over a shoulder: dots, and an eye that shows the letters. numeric: digits only, for a PIN.
Rectangle {
    id: field
    property alias text: input.text
    property alias input: input
    property alias numeric: input.numeric
    property string label
    property bool shown: false
    property string treeClass: "android.widget.EditText"
    property string treeText: shown ? input.text : "•".repeat(input.length)
    property string treeLabel: label
    property string treeId: ""
    property bool treeClickable: true
    property bool treeFocused: input.activeFocus
    signal edited(string text)
    signal submitted
    width: parent ? parent.width : 0
    height: Math.max(56, Theme.size(56))
    radius: 8
    color: "transparent"
    border.width: input.activeFocus ? 2 : 1
    border.color: input.activeFocus ? Theme.primary : Theme.outline
    Label {
        property bool treeHidden: true
        visible: field.label !== "" && input.text === "" && input.preeditText === ""
        text: field.label
        color: Theme.onSurfaceVariant
        x: 16
        width: parent.width - 72
        anchors.verticalCenter: parent.verticalCenter
    }
    TextInput {
        id: input
        property bool treeHidden: true
        property bool singleLine: true
        property bool numeric: false
        property bool secret: true
        x: 16
        width: field.width - 72
        anchors.verticalCenter: parent.verticalCenter
        clip: true
        color: Theme.onSurface
        selectionColor: Theme.primaryContainer
        selectedTextColor: Theme.onPrimaryContainer
        font.pixelSize: Theme.size(16)
        echoMode: field.shown ? TextInput.Normal : TextInput.Password
        passwordCharacter: "•"
        maximumLength: numeric ? 16 : 63
        validator: numeric ? digits : null
        horizontalAlignment: Theme.rtl ? TextInput.AlignRight : TextInput.AlignLeft
        transform: Scale { xScale: Theme.rtl ? -1 : 1; origin.x: input.width / 2 }
        onTextChanged: field.edited(text)
        onAccepted: field.submitted()
        onActiveFocusChanged: ime.focusChanged(input, activeFocus)
        Component.onDestruction: ime.focusChanged(input, false)
    }
    RegularExpressionValidator { id: digits; regularExpression: /[0-9]*/ }
    MouseArea {
        anchors.fill: parent
        onClicked: { input.forceActiveFocus(); ime.focusChanged(input, true); input.cursorPosition = input.length }
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 4
        anchors.verticalCenter: parent.verticalCenter
        icon: field.shown ? "eye-off" : "eye"
        label: field.shown ? phone.tr("Hide password") : phone.tr("Show password")
        onClicked: field.shown = !field.shown
    }
}
