import QtQuick

// The on-screen keyboard. Knows `ime` (where keys go), nothing of the field behind it. Its own sizes do not follow the
// font scale, as on Android: a key is as wide as the screen lets it be.
Rectangle {
    id: keyboard
    readonly property real cell: width / 10
    readonly property real rowHeight: (height - 16) / 4
    readonly property color functionFace: Theme.dark ? "#2B3342" : "#D2DCEE"
    readonly property real screenHeight: parent ? parent.height : 800
    property string layout: "letters"  // letters, symbols, more
    property int shift: 0  // 0 off, 1 for the next letter, 2 until it is tapped again
    readonly property var layouts: ({
        letters: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        symbols: ["1234567890", "@#$_&-+()/", "*\"':;!?"],
        more: ["~`|•√π÷×§∆", "£¢€¥^°={}\\", "%©®™¿[]"]
    })
    property string treeClass: "android.inputmethodservice.KeyboardView"
    property string treeId: "keyboard"
    height: Math.round(Math.max(Math.min(200, screenHeight * 0.6), Math.min(300, screenHeight * 0.3)))
    color: Theme.dark ? "#1B1D22" : "#E6EAF2"

    function reset() { layout = "letters"; shift = 0 }
    function type(character) {
        ime.commit(character)
        if (shift === 1) shift = 0
    }
    onVisibleChanged: if (!visible) reset()

    MouseArea { anchors.fill: parent }  // a touch beside the keys is not one for the app behind
    Rectangle { width: parent.width; height: 1; color: Theme.outlineVariant; opacity: 0.5 }

    component Characters: Row {
        id: line
        property string characters
        property string hints
        property bool upper: false
        height: keyboard.rowHeight
        Repeater {
            model: line.characters.length
            KeyboardKey {
                required property int index
                readonly property string character: line.characters[index]
                width: keyboard.cell
                height: keyboard.rowHeight
                text: line.upper ? character.toUpperCase() : character
                hint: line.hints[index] || ""
                onClicked: keyboard.type(text)
                onHeld: keyboard.type(hint || text)
            }
        }
    }

    Repeater {
        model: ["letters", "symbols", "more"]
        Item {
            id: page
            required property string modelData
            readonly property bool letters: modelData === "letters"
            readonly property var rows: keyboard.layouts[modelData]
            readonly property bool upper: letters && keyboard.shift > 0
            visible: keyboard.layout === modelData
            y: 8
            width: keyboard.width
            height: 3 * keyboard.rowHeight
            Characters { characters: page.rows[0]; upper: page.upper; hints: page.letters ? "1234567890" : "" }
            Characters { characters: page.rows[1]; upper: page.upper; y: keyboard.rowHeight; x: (page.width - width) / 2 }
            Characters { characters: page.rows[2]; upper: page.upper; y: 2 * keyboard.rowHeight; x: 1.5 * keyboard.cell }
            KeyboardKey {
                y: 2 * keyboard.rowHeight
                width: 1.5 * keyboard.cell
                height: keyboard.rowHeight
                face: page.letters && keyboard.shift === 2 ? Theme.primary : keyboard.functionFace
                ink: !page.letters ? Theme.onSurface : keyboard.shift === 2 ? Theme.onPrimary : keyboard.shift ? Theme.primary : Theme.onSurface
                icon: !page.letters ? "" : keyboard.shift === 2 ? "apple-keyboard-caps" : "apple-keyboard-shift"
                text: page.letters ? "" : page.modelData === "symbols" ? "=\\<" : "?123"
                sp: 15
                treeLabel: page.letters ? (keyboard.shift === 2 ? phone.tr("Caps lock") : phone.tr("Shift")) : phone.tr("More symbols")
                treeId: page.letters ? "shift" : "more"
                treeCheckable: page.letters
                treeChecked: page.letters && keyboard.shift > 0
                onClicked: {
                    if (page.letters) keyboard.shift = (keyboard.shift + 1) % 3
                    else keyboard.layout = page.modelData === "symbols" ? "more" : "symbols"
                }
                onHeld: if (page.letters) keyboard.shift = 2
            }
        }
    }
    KeyboardKey {
        x: keyboard.width - width
        y: 8 + 2 * keyboard.rowHeight
        width: 1.5 * keyboard.cell
        height: keyboard.rowHeight
        face: keyboard.functionFace
        icon: "backspace-outline"
        repeats: true
        treeLabel: phone.tr("Backspace")
        treeId: "backspace"
        onClicked: ime.backspace()
        onRepeated: ime.backspace()
    }
    Row {
        y: 8 + 3 * keyboard.rowHeight
        height: keyboard.rowHeight
        KeyboardKey {
            width: 1.5 * keyboard.cell
            height: keyboard.rowHeight
            face: keyboard.functionFace
            round: true
            text: keyboard.layout === "letters" ? "?123" : "ABC"
            sp: 15
            treeLabel: keyboard.layout === "letters" ? phone.tr("Symbols") : phone.tr("Letters")
            treeId: "switch"
            onClicked: { keyboard.layout = keyboard.layout === "letters" ? "symbols" : "letters"; keyboard.shift = 0 }
        }
        KeyboardKey {
            width: keyboard.cell
            height: keyboard.rowHeight
            face: keyboard.functionFace
            text: ","
            onClicked: keyboard.type(text)
        }
        KeyboardKey {
            width: keyboard.cell
            height: keyboard.rowHeight
            face: keyboard.functionFace
            icon: "keyboard-close"
            treeLabel: phone.tr("Hide keyboard")
            treeId: "hide"
            onClicked: ime.hide()
        }
        KeyboardKey {
            width: 4 * keyboard.cell
            height: keyboard.rowHeight
            treeLabel: phone.tr("Space")
            treeId: "space"
            text: "English"
            treeText: ""
            ink: Theme.onSurfaceVariant
            sp: 13
            onClicked: keyboard.type(" ")
        }
        KeyboardKey {
            width: keyboard.cell
            height: keyboard.rowHeight
            face: keyboard.functionFace
            text: "."
            onClicked: keyboard.type(text)
        }
        KeyboardKey {
            width: 1.5 * keyboard.cell
            height: keyboard.rowHeight
            face: Theme.primary
            ink: Theme.onPrimary
            round: true
            icon: "keyboard-return"
            treeLabel: phone.tr("Enter")
            treeId: "enter"
            onClicked: ime.enter()
        }
    }
}
