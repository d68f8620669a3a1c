.pragma library
// Times as words. The phone's clock is taken as UTC.

function two(number) { return String(number).padStart(2, "0") }

// "07:45", or "7:45 AM" where half is set.
function clock(hour, minute, half) {
    if (!half) return two(hour) + ":" + two(minute)
    return (hour % 12 || 12) + ":" + two(minute) + (hour < 12 ? " AM" : " PM")
}

// "01:02:03" or "02:03", from milliseconds; hundredths too where they are asked for.
function span(milliseconds, hundredths) {
    const total = Math.floor(Math.max(0, milliseconds) / 1000)
    const hours = Math.floor(total / 3600)
    const text = (hours ? two(hours) + ":" : "") + two(Math.floor(total / 60) % 60) + ":" + two(total % 60)
    return hundredths ? text + "." + two(Math.floor(Math.max(0, milliseconds) / 10) % 100) : text
}
