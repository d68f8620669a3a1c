import QtQuick
import "../../system"
import "arithmetic.js" as Arithmetic

// Calculator: four functions, per cent and brackets. Every "=" leaves a row in the provider "calculations":
// expression, result. What is being typed is the setting secure/calculator_expression.
Rectangle {
    id: app
    readonly property string page: history.visible ? "history" : ""
    readonly property string expression: Stored.setting("secure/calculator_expression", "")
    readonly property real outcome: Arithmetic.value(expression)
    property bool done: false  // the expression is a result: a digit starts anew, an operator goes on from it
    property string complaint
    readonly property bool wide: width > height
    color: Theme.surface

    function open(name) { history.visible = name === "history" }
    function back() {
        if (confirm.back()) return true
        if (!history.visible) return false
        history.visible = false
        return true
    }
    function write(text) { complaint = ""; store.put("secure", "calculator_expression", text) }
    function press(key) {
        if (key === "AC") write("")
        else if (key === "⌫") write(done ? "" : expression.slice(0, -1))
        else if (key === "=") { finish(); return }
        else {
            const anew = done && /[\d.(]/.test(key)
            const next = Arithmetic.typed(anew ? "" : expression, key)
            if (next.length <= 80) write(next)
        }
        done = false
    }
    function finish() {
        if (expression === "") return
        if (Number.isNaN(outcome)) { complaint = phone.tr("Format error"); return }
        if (!Number.isFinite(outcome)) { complaint = phone.tr("Can't divide by 0"); return }
        const result = Arithmetic.shown(outcome)
        if (result !== expression) store.insert("calculations", { expression: expression, result: result })
        write(result)
        done = true
    }

    Rows { id: calculations; provider: "calculations" }
    IconButton {
        id: past
        visible: !history.visible
        x: parent.width - 52
        y: 4
        icon: "history"
        label: phone.tr("History")
        onClicked: history.visible = true
    }
    Item {
        id: display
        visible: !history.visible
        y: app.wide ? 0 : 52
        width: parent.width - (app.wide ? 40 : 0)  // the way to the history lies beside it
        height: app.wide ? 72 : parent.height - keys.height - y - 16
        Label {
            property string treeClass: "android.widget.TextView"
            property string treeText: text
            property string treeLabel: ""
            property string treeId: "formula"
            anchors.right: parent.right
            anchors.rightMargin: 24
            anchors.bottom: preview.top
            width: parent.width - 48
            horizontalAlignment: Text.AlignRight
            text: app.expression || "0"
            color: Theme.onSurface
            elide: Text.ElideLeft
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 14
            font.pixelSize: app.wide ? 32 : app.expression.length > 20 ? 28 : app.expression.length > 11 ? 36 : 56
        }
        Label {
            id: preview
            property string treeClass: "android.widget.TextView"
            property string treeText: text
            property string treeLabel: ""
            property string treeId: "result"
            anchors.right: parent.right
            anchors.rightMargin: 24
            anchors.bottom: parent.bottom
            width: parent.width - 48
            height: app.wide ? 28 : 44
            horizontalAlignment: Text.AlignRight
            text: app.complaint || (!app.done && Number.isFinite(app.outcome) && Arithmetic.shown(app.outcome) !== app.expression ? Arithmetic.shown(app.outcome) : "")
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 14
            color: app.complaint ? Theme.error : Theme.onSurfaceVariant
            font.pixelSize: app.wide ? 20 : 28
        }
    }
    Grid {
        id: keys
        visible: !history.visible
        readonly property int gap: app.wide ? 6 : 10
        readonly property real side: (app.width - 32 - 3 * gap) / 4
        readonly property real tall: app.wide ? (app.height - 92 - 4 * gap) / 5 : Math.min(side, (app.height * 0.66 - 4 * gap) / 5)
        x: 16
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        columns: 4
        layoutDirection: Theme.rtl ? Qt.RightToLeft : Qt.LeftToRight  // digits and operators stand alike in every language
        spacing: gap
        Repeater {
            model: ["AC", "( )", "%", "÷", "7", "8", "9", "×", "4", "5", "6", "−", "1", "2", "3", "+", "0", ".", "⌫", "="]
            CalculatorKey {
                required property string modelData
                readonly property bool operator: "÷×−+".includes(modelData)
                readonly property bool helper: modelData === "( )" || modelData === "%"
                width: keys.side
                height: keys.tall
                text: modelData === "⌫" ? "" : modelData
                icon: modelData === "⌫" ? "backspace-outline" : ""
                treeLabel: ({ "AC": phone.tr("Clear"), "⌫": phone.tr("Backspace"), "( )": phone.tr("Brackets") })[modelData] || ""
                face: modelData === "=" ? Theme.primary : operator || helper ? Theme.primaryContainer : modelData === "AC" ? (Theme.dark ? "#5B4A1E" : "#FFE1A8") : Theme.surfaceHigh
                ink: modelData === "=" ? Theme.onPrimary : operator || helper ? Theme.onPrimaryContainer : Theme.onSurface
                onClicked: app.press(modelData)
            }
        }
    }
    AppPage {
        id: history
        property bool treeModal: true
        visible: false
        anchors.fill: parent
        z: 10
        title: phone.tr("History")
        actions: IconButton { visible: calculations.all.length > 0; icon: "delete-outline"; label: phone.tr("Clear history"); onClicked: confirm.open() }
        MouseArea { anchors.fill: parent }
        Scroller {
            anchors.fill: parent
            Repeater {
                model: calculations.all.slice().reverse()
                ListRow {
                    required property var modelData
                    title: "= " + modelData.result
                    summary: modelData.expression
                    treeText: title
                    onClicked: { app.write(modelData.result); app.done = true; history.visible = false }
                }
            }
        }
        Label { visible: calculations.all.length === 0; anchors.centerIn: parent; text: phone.tr("No history yet"); color: Theme.onSurfaceVariant }
    }
    Dialog {
        id: confirm
        title: phone.tr("Clear the history?")
        accept: phone.tr("Clear")
        onAccepted: store.together(() => calculations.all.forEach((row) => store.remove("calculations", row._id)))
    }
}
