.pragma library
// Mail addresses and mailto: links.

function valid(address) { return /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}$/.test(address) }
function split(text) { return String(text || "").split(/[,;]/).map((part) => part.trim()).filter((part) => part !== "") }
function decode(text) {
    try { return decodeURIComponent(text) } catch (error) { return text }
}

// {to, cc, subject, body} of mailto:ADDRESS?cc=…&subject=…&body=…
function parse(uri) {
    const rest = String(uri || "").replace(/^mailto:/i, ""), mark = rest.indexOf("?")
    const found = { to: decode(mark < 0 ? rest : rest.slice(0, mark)), cc: "", subject: "", body: "" }
    for (const pair of mark < 0 ? [] : rest.slice(mark + 1).split("&")) {
        const middle = pair.indexOf("="), key = pair.slice(0, middle).toLowerCase(), value = decode(pair.slice(middle + 1))
        if (key === "to") found.to += (found.to ? "," : "") + value
        else if (key in found) found[key] = value
    }
    return found
}
