import QtQuick

// The on-screen keyboard. Knows `ime` (where keys go), nothing of the field behind it. Its own sizes do not follow the
// font scale, as on Android: a key is as wide as the screen lets it be.
Rectangle {
    id: keyboard
    readonly property bool arabic: phone.language === "ar" && !latin
    property bool latin: false  // the person chose Latin letters in a language with others
    readonly property real cell: width / 10
    readonly property real letterCell: arabic ? width / 11 : cell
    readonly property real rowHeight: (height - 16) / 4
    readonly property color functionFace: Theme.dark ? "#2B3342" : "#D2DCEE"
    property real screenHeight: 800
    property string layout: "letters"  // letters, symbols, more
    property int shift: 0  // 0 off, 1 for the next letter, 2 until it is tapped again
    readonly property var names: ({ de: "Deutsch", ar: "العربية" })
    readonly property var layouts: ({
        letters: arabic ? ["ضصثقفغعهخحج", "شسيبلاتنمكط", "ذئءؤرىةوزد"]
            : phone.language === "de" ? ["qwertzuiop", "asdfghjkl", "yxcvbnm"] : ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        symbols: ["1234567890", "@#$_&-+()/", "*\"':;!?"],
        more: ["~`|•√π÷×§∆", "£¢€¥^°={}\\", "%©®™¿[]"]
    })
    property string treeClass: "android.inputmethodservice.KeyboardView"
    property string treeId: "keyboard"
    // What a key types when it is held: a digit in the first row, or the letter's other form.
    readonly property var held: phone.language === "de" ? { u: "ü", o: "ö", a: "ä", s: "ß" }
        : phone.language === "ar" ? { "ه": "ة", "ا": "أ", "ى": "ئ", "ز": "ظ", "ل": "لا" } : {}
    height: Math.round(Math.max(Math.min(200, screenHeight * 0.6), Math.min(300, screenHeight * 0.3)))
    color: Theme.dark ? "#1B1D22" : "#E6EAF2"

    // The scene is mirrored right to left; keys stand in the same order everywhere.
    transform: Scale { xScale: Theme.rtl ? -1 : 1; origin.x: keyboard.width / 2 }
    function reset() { layout = ime.numeric ? "digits" : "letters"; shift = 0 }
    function type(character) {
        ime.commit(character)
        if (shift === 1) shift = 0
    }
    function upper(character) { return phone.language === "de" && character === "ß" ? "ẞ" : character.toUpperCase() }
    onVisibleChanged: reset()
    Connections { target: ime; function onEntered() { keyboard.reset() } }

    MouseArea { anchors.fill: parent }  // a touch beside the keys is not one for the app behind
    Rectangle { width: parent.width; height: 1; color: Theme.outlineVariant; opacity: 0.5 }

    component Characters: Row {
        id: line
        property string characters
        property string hints
        property bool letters: false
        property bool upper: false
        property real cell: keyboard.cell
        height: keyboard.rowHeight
        Repeater {
            model: line.characters.length
            KeyboardKey {
                required property int index
                readonly property string character: line.characters[index]
                width: line.cell
                height: keyboard.rowHeight
                text: line.upper ? keyboard.upper(character) : character
                hint: line.letters && keyboard.held[character] ? (line.upper ? keyboard.upper(keyboard.held[character]) : keyboard.held[character]) : line.hints[index] || ""
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
            readonly property real cell: letters ? keyboard.letterCell : keyboard.cell
            Characters { characters: page.rows[0]; letters: page.letters; cell: page.cell; upper: page.upper; hints: page.letters ? "1234567890" : "" }
            Characters { characters: page.rows[1]; letters: page.letters; cell: page.cell; upper: page.upper; y: keyboard.rowHeight; x: (page.width - width) / 2 }
            Characters { characters: page.rows[2]; letters: page.letters; cell: page.cell; upper: page.upper; y: 2 * keyboard.rowHeight; x: keyboard.arabic && page.letters ? 0 : 1.5 * keyboard.cell }
            KeyboardKey {
                visible: !(keyboard.arabic && page.letters)
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
    DigitKeys { visible: keyboard.layout === "digits"; y: 8; width: keyboard.width; rowHeight: keyboard.rowHeight; face: keyboard.functionFace; onLetters: keyboard.layout = "letters" }
    KeyboardKey {
        visible: keyboard.layout !== "digits"
        x: keyboard.width - width
        y: 8 + 2 * keyboard.rowHeight
        width: keyboard.arabic && keyboard.layout === "letters" ? keyboard.letterCell : 1.5 * keyboard.cell
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
        visible: keyboard.layout !== "digits"
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
            readonly property bool other: phone.language === "ar"  // two alphabets: the comma makes room for the switch
            width: keyboard.cell
            height: keyboard.rowHeight
            face: keyboard.functionFace
            text: other ? "" : ","
            icon: other ? "translate" : ""
            treeLabel: other ? phone.tr("Switch language") : ""
            onClicked: { if (other) keyboard.latin = !keyboard.latin; else keyboard.type(text) }
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
            text: keyboard.latin ? "English" : keyboard.names[phone.language] || "English"
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
    Pressable {
        // What was copied last, for as long as the field is empty-handed: a tap puts it in.
        id: chip
        visible: ime.offersPaste
        x: 8
        y: -height - 6
        width: Math.min(keyboard.width - 16, copied.implicitWidth + 56)
        height: 40
        radius: 20
        treeText: copied.text
        treeLabel: phone.tr("Paste") + " " + copied.text
        treeId: "clipboard_chip"
        onClicked: ime.edit("paste")
        Rectangle { z: -1; anchors.fill: parent; radius: 20; color: Theme.dark ? "#3B3E45" : "#FFFFFF"; border.width: 1; border.color: Theme.outlineVariant }
        Icon { x: 14; anchors.verticalCenter: parent.verticalCenter; name: "content-paste"; size: 18; transform: [] }
        Text {
            id: copied
            property bool treeHidden: true
            x: 42
            width: chip.width - 56
            anchors.verticalCenter: parent.verticalCenter
            text: phone.clipboard.replace(/\s+/g, " ").slice(0, 60)
            elide: Text.ElideRight
            textFormat: Text.PlainText
            font.pixelSize: 14
            color: Theme.onSurface
        }
    }
}
