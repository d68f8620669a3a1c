pragma Singleton
import QtQuick

// Material 3 colour roles and type sizes. One logical pixel is one dp.
QtObject {
    id: theme
    readonly property bool dark: phone.dark
    readonly property real fontScale: phone.fontScale
    readonly property color primary: dark ? "#A8C7FA" : "#0B57D0"
    readonly property alias onPrimary: ink.primary
    readonly property color primaryContainer: dark ? "#0842A0" : "#D3E3FD"
    readonly property alias onPrimaryContainer: ink.primaryContainer
    readonly property color surface: dark ? "#111318" : "#F6F8FC"
    readonly property color surfaceContainer: dark ? "#1E2025" : "#FFFFFF"
    readonly property color surfaceHigh: dark ? "#282A2F" : "#E9EEF6"
    readonly property alias onSurface: ink.surface
    readonly property color onSurfaceVariant: dark ? "#C4C7C5" : "#444746"
    readonly property color outline: dark ? "#8E918F" : "#747775"
    readonly property color outlineVariant: dark ? "#444746" : "#C4C7C5"
    readonly property color error: dark ? "#F2B8B5" : "#B3261E"
    // QML reads "onSurface:" beside a property "surface" as its change handler; hence these three live in an object of their own.
    readonly property QtObject inks: QtObject {
        id: ink
        readonly property color primary: theme.dark ? "#062E6F" : "#FFFFFF"
        readonly property color primaryContainer: theme.dark ? "#D3E3FD" : "#041E49"
        readonly property color surface: theme.dark ? "#E3E2E6" : "#1A1B1F"
    }
    readonly property color errorContainer: dark ? "#8C1D18" : "#F9DEDC"
    readonly property color success: dark ? "#7FD99A" : "#146C2E"
    // Right to left: the whole scene is mirrored, and what must not be (letters, pictures, most icons) is mirrored back.
    readonly property bool rtl: phone.rtl
    readonly property string iconFont: "Material Design Icons"
    readonly property int motion: phone.motion  // milliseconds of a page transition; 0 when animations are off
    function size(sp) { return Math.round(sp * fontScale) }

    // Pixels at which the longest word of a text still fits a width, sp at most: words of some languages are long.
    readonly property FontMetrics ruler: FontMetrics { font.pixelSize: 100 }
    function fit(text, sp, width) {
        const full = size(sp)
        const word = text.split(/[\s-]+/).reduce((most, one) => one.length > most.length ? one : most, "")
        if (width <= 0 || word.length * full * 0.7 < width || text.includes("://") || !/^[\u0020-\u024F]*$/.test(word)) return full
        return Math.max(Math.round(full * 0.5), Math.min(full, Math.floor(width * 97 / ruler.advanceWidth(word))))
    }
}
