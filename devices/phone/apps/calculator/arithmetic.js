.pragma library
// Reads and works out what was typed: numbers, + − × ÷, %, brackets. No eval: a small recursive descent.
//
//   sum     := product (("+" | "−") product)*
//   product := factor (("×" | "÷") factor | factor)*       a bracket after a number multiplies
//   factor  := "−" factor | atom "%"*
//   atom    := number | "(" sum [")"]                      brackets left open are closed at the end

// The value of an expression, NaN where it is not one, ±Infinity after a division by zero.
function value(expression) {
    const reader = { text: expression.replace(/[,\s]/g, ""), at: 0 }
    if (reader.text === "") return NaN
    const result = sum(reader)
    return reader.at === reader.text.length ? result : NaN
}

function take(reader, characters) {
    const next = reader.text[reader.at]
    if (next === undefined || !characters.includes(next)) return ""
    reader.at += 1
    return next
}

function sum(reader) {
    let result = product(reader)
    for (;;) {
        const sign = take(reader, "+−")
        if (sign === "") return result
        result = sign === "+" ? result + product(reader) : result - product(reader)
    }
}

function product(reader) {
    let result = factor(reader)
    for (;;) {
        const sign = take(reader, "×÷")
        if (sign === "÷") result /= factor(reader)
        else if (sign === "×" || (reader.at > 0 && /[(\d.]/.test(reader.text[reader.at] || ""))) result *= factor(reader)
        else return result
    }
}

function factor(reader) {
    if (take(reader, "−")) return -factor(reader)
    let result = atom(reader)
    while (take(reader, "%")) result /= 100
    return result
}

function atom(reader) {
    if (take(reader, "(")) {
        const inner = sum(reader)
        if (take(reader, ")") === "" && reader.at < reader.text.length) return NaN
        return inner
    }
    const found = /^(\d+\.?\d*|\.\d+)(E[+−]?\d+)?/.exec(reader.text.slice(reader.at))
    if (!found) {
        reader.at = Infinity  // nothing more can be read: every caller stops
        return NaN
    }
    reader.at += found[0].length
    return Number(found[0].replace("−", "-"))
}

// A number as the display shows it: at most 12 significant digits, no trailing zeros, a real minus sign.
function shown(number) {
    if (Number.isNaN(number)) return ""
    const rounded = Number(number.toPrecision(12))
    const size = Math.abs(rounded)
    const text = size !== 0 && (size >= 1e12 || size < 1e-7) ? rounded.toExponential().replace("e+", "E").replace("e", "E") : String(rounded)
    return text.replace(/-/g, "−")
}

// What a key makes of the expression; "" for a key that does not fit there changes nothing.
function typed(expression, key) {
    const last = expression.slice(-1)
    const operator = "+−×÷".includes(last) && last !== ""
    if ("+×÷".includes(key)) {
        if (expression === "" || last === "(") return expression
        if (operator) {
            const kept = expression.replace(/[+−×÷]+$/, "")
            return kept === "" || kept.endsWith("(") ? expression : kept + key
        }
        return expression + key
    }
    if (key === "−") return last === "−" ? expression : expression.replace(/\+$/, "") + key
    if (key === "%") return expression === "" || operator || last === "(" ? expression : expression + key
    if (key === ".") {
        const number = /[\d.]*$/.exec(expression)[0]
        if (number.includes(".")) return expression
        return expression + (number === "" ? "0." : ".")
    }
    if (key === "( )") {
        const open = expression.split("(").length - expression.split(")").length
        return expression + (open > 0 && !operator && last !== "(" ? ")" : "(")
    }
    if (/(^|[^\d.])0$/.test(expression)) return expression.slice(0, -1) + key  // no leading zeros
    return expression + key
}
