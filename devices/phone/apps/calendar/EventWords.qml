import QtQuick

// Events in words: when, how often, how long before.
QtObject {
    readonly property var repeats: [
        { value: "", text: phone.tr("Does not repeat") },
        { value: "FREQ=DAILY", text: phone.tr("Every day") },
        { value: "FREQ=WEEKLY", text: phone.tr("Every week") },
        { value: "FREQ=MONTHLY", text: phone.tr("Every month") },
        { value: "FREQ=YEARLY", text: phone.tr("Every year") }
    ]
    readonly property var reminders: [-1, 0, 5, 10, 15, 30, 60, 120, 1440].map((minutes) => ({ value: minutes, text: reminder(minutes) }))
    function repeat(rule) {
        const part = /FREQ=[A-Z]+/.exec(rule || "")
        return (repeats.find((entry) => entry.value === (part ? part[0] : "")) || repeats[0]).text
    }
    function reminder(minutes) {
        if (minutes < 0) return phone.tr("No reminder")
        if (minutes === 0) return phone.tr("At the time of the event")
        if (minutes === 1440) return phone.tr("1 day before")
        if (minutes === 60) return phone.tr("1 hour before")
        if (minutes % 60 === 0) return phone.tr("%1 hours before").arg(minutes / 60)
        return phone.tr("%1 minutes before").arg(minutes)
    }
    function hours(begin, end, allDay) {
        return allDay ? phone.tr("All day") : phone.formatTime(begin, "time") + " – " + phone.formatTime(end, "time")
    }
    function span(begin, end, allDay) {
        const day = 86400000
        const last = allDay ? Math.max(begin, end - day) : end
        const oneDay = Math.floor(begin / day) === Math.floor(last / day)
        if (oneDay) return phone.formatTime(begin, "dayLong") + "\n" + hours(begin, end, allDay)
        if (allDay) return phone.formatTime(begin, "day") + " – " + phone.formatTime(last, "day")
        return phone.formatTime(begin, "day") + " " + phone.formatTime(begin, "time") + " –\n" + phone.formatTime(end, "day") + " " + phone.formatTime(end, "time")
    }
}
