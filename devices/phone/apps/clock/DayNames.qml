import QtQuick

// The days on which an alarm repeats, as words; days: digits, 1 for Monday to 7 for Sunday.
QtObject {
    readonly property var names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    function words(days) {
        const text = String(days || "")
        if (text === "") return phone.tr("Not repeating")
        if (text === "1234567") return phone.tr("Every day")
        if (text === "12345") return phone.tr("Mon to Fri")
        return Array.from(text).map((digit) => phone.tr(names[Number(digit) - 1])).join(", ")
    }
}
