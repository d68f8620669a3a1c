.pragma library
// Telephone numbers as people write and compare them.

function digits(number) { return String(number || "").replace(/[^0-9+*#]/g, "") }

// Whether two numbers reach the same line: one may lack its country code.
function same(one, other) {
    const first = digits(one).replace(/^\+/, ""), second = digits(other).replace(/^\+/, "")
    const length = Math.min(first.length, second.length)
    return length > 0 && (first === second || (length >= 7 && first.slice(-length) === second.slice(-length)))
}

// In groups, as it is read aloud; a number that somebody has grouped already stays as it is.
function pretty(number) {
    const text = String(number || "")
    if (/[^0-9+]/.test(text)) return text
    if (text.startsWith("+1") && text.length > 5) return "+1 " + pretty(text.slice(2))
    if (text.startsWith("+")) return text.length > 5 ? text.slice(0, 3) + " " + (text.slice(3).match(/.{1,3}/g) || []).join(" ") : text
    if (text.length < 5) return text
    if (text.length <= 7) return text.slice(0, 3) + "-" + text.slice(3)
    if (text.length <= 10) return "(" + text.slice(0, 3) + ") " + text.slice(3, 6) + (text.length > 6 ? "-" + text.slice(6) : "")
    return text
}

const KEYS = { abc: "2", def: "3", ghi: "4", jkl: "5", mno: "6", pqrs: "7", tuv: "8", wxyz: "9" }
// A name as one types it on number keys.
function typed(name) {
    return Array.from(String(name).toLowerCase()).map((letter) => {
        for (const letters in KEYS) if (letters.includes(letter)) return KEYS[letters]
        return letter
    }).join("")
}
// Whether typed digits begin a word of the name, or stand in the number.
function fits(name, number, wanted) {
    return digits(number).includes(wanted) || typed(name).split(/\s+/).some((word) => word.startsWith(wanted))
}

function spent(seconds) {
    const whole = Math.max(0, Math.floor(seconds)), pad = (part) => String(part).padStart(2, "0")
    const hours = Math.floor(whole / 3600)
    return (hours ? hours + ":" + pad(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)) + ":" + pad(whole % 60)
}
