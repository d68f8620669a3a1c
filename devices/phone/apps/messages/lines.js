.pragma library
// Addresses of text messages: numbers, or the names of firms.

function digits(address) { return String(address || "").replace(/[^0-9*#]/g, "") }

// Whether two addresses are the same line: a number may lack its country code.
function same(one, other) {
    const first = digits(one), second = digits(other), length = Math.min(first.length, second.length)
    if (length === 0) return String(one).toLowerCase() === String(other).toLowerCase()
    return first === second || (length >= 7 && first.slice(-length) === second.slice(-length))
}
function valid(address) { return /^[+]?[0-9 ()*#.-]+$/.test(address) && digits(address).length >= 3 }

// {addresses, body} of sms:NUMBER,NUMBER?body=TEXT
function parse(uri) {
    const rest = String(uri || "").replace(/^[a-z]+:(\/\/)?/i, ""), mark = rest.indexOf("?")
    const found = /(?:^|&)body=([^&]*)/.exec(mark < 0 ? "" : rest.slice(mark + 1))
    const addresses = decode(mark < 0 ? rest : rest.slice(0, mark)).split(/[,;]/).map((part) => part.trim()).filter((part) => part !== "")
    return { addresses: addresses, body: found ? decode(found[1]) : "" }
}
function decode(text) {
    try { return decodeURIComponent(text) } catch (error) { return text }
}
