import QtQuick

// The keys for a field that takes a number.
Item {
    id: keys
    property real rowHeight: 60
    property color face
    readonly property real cell: width / 4
    signal letters
    height: 4 * rowHeight
    component Digits: Row {
        id: line
        property string characters
        Repeater {
            model: line.characters.length
            KeyboardKey {
                required property int index
                width: keys.cell
                height: keys.rowHeight
                text: line.characters[index]
                onClicked: ime.commit(text)
            }
        }
    }
    component Side: KeyboardKey { x: 3 * keys.cell; width: keys.cell; height: keys.rowHeight; face: keys.face }
    Digits { characters: "123" }
    Digits { characters: "456"; y: keys.rowHeight }
    Digits { characters: "789"; y: 2 * keys.rowHeight }
    Digits { characters: ".0-"; y: 3 * keys.rowHeight }
    Side { icon: "backspace-outline"; repeats: true; treeLabel: phone.tr("Backspace"); treeId: "backspace"; onClicked: ime.backspace(); onRepeated: ime.backspace() }
    Side { y: keys.rowHeight; text: "ABC"; sp: 15; treeLabel: phone.tr("Letters"); treeId: "switch"; onClicked: keys.letters() }
    Side { y: 2 * keys.rowHeight; icon: "keyboard-close"; treeLabel: phone.tr("Hide keyboard"); treeId: "hide"; onClicked: ime.hide() }
    Side { y: 3 * keys.rowHeight; face: Theme.primary; ink: Theme.onPrimary; icon: "keyboard-return"; treeLabel: phone.tr("Enter"); treeId: "enter"; onClicked: ime.enter() }
}
