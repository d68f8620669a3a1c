import QtQuick

// Lengths of time in words: "0:07", "12:30", "1:02:03", from milliseconds; and how loud a moment was, 0..1.
QtObject {
    function words(milliseconds) {
        const total = Math.floor(Math.max(0, milliseconds) / 1000), two = (number) => String(number).padStart(2, "0")
        const hours = Math.floor(total / 3600), minutes = Math.floor(total / 60) % 60
        return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(total % 60)
    }
    function level(place, seed) {
        const wave = Math.sin(place * 0.9 + seed) * Math.cos(place * 0.37 + seed * 3) + 0.4 * Math.sin(place * 2.3 + seed * 7)
        return Math.min(1, 0.12 + 0.8 * Math.abs(wave))
    }
}
