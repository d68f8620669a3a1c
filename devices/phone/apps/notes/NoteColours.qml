import QtQuick
import "../../system"

// The colours of notes: name -> paper, by day and by night.
QtObject {
    readonly property var all: [
        { value: "", text: phone.tr("No colour") }, { value: "rose", text: phone.tr("Rose") }, { value: "sand", text: phone.tr("Sand") },
        { value: "mint", text: phone.tr("Mint") }, { value: "sky", text: phone.tr("Sky") }, { value: "lilac", text: phone.tr("Lilac") }
    ]
    function paper(name) {
        const day = { rose: "#FADBD8", sand: "#FCEBC5", mint: "#D5F0DC", sky: "#D3E8F8", lilac: "#E6DCF5" }
        const night = { rose: "#5C2B29", sand: "#5A4A1F", mint: "#1F4D33", sky: "#1E3F5A", lilac: "#42305C" }
        return (Theme.dark ? night : day)[name] || ""
    }
}
