.pragma library

// Sums of money and of an order; the words for states. Money in cents.
const CATEGORIES = [
    ["electronics", "headphones", "Electronics"], ["clothing", "tshirt-crew", "Clothing"], ["home", "sofa", "Home and living"], ["kitchen", "coffee", "Kitchen"],
    ["sports", "soccer", "Sports"], ["toys", "toy-brick", "Toys and games"], ["books", "book", "Books"], ["groceries", "food-apple", "Groceries"]
]
const PRICES = [["any", "Any price", 0, 1e9], ["low", "Under $20", 0, 2000], ["middle", "$20 to $50", 2000, 5000], ["high", "$50 to $100", 5000, 10000], ["top", "Over $100", 10000, 1e9]]
const ORDERS = [["best", "Best match"], ["cheap", "Price: low to high"], ["dear", "Price: high to low"], ["rated", "Best rated"]]
const DELIVERIES = [["standard", "Standard", "3 to 5 days, free from $50", 490], ["express", "Express", "Tomorrow", 1290], ["pickup", "Pick-up point", "2 days, at the station", 0]]
const STATES = {
    processing: ["package-variant", "Processing"], shipped: ["truck-delivery", "On its way"], delivered: ["check-circle-outline", "Delivered"], cancelled: ["close-circle-outline", "Cancelled"]
}
const COLOURS = { "Black": "#202124", "White": "#F1F3F4", "Blue": "#1A73E8", "Red": "#C5221F", "Sand": "#D7B98E", "Green": "#188038", "Brown": "#7B4F2E", "Grey": "#80868B" }

function text(cents) { return "\u2066" + (cents < 0 ? "−" : "") + "$" + (Math.abs(cents) / 100).toFixed(2) + "\u2069" }
function shipping(kind, subtotal) {
    const way = DELIVERIES.find((one) => one[0] === kind) || DELIVERIES[0]
    return way[0] === "standard" && subtotal >= 5000 ? 0 : way[3]
}
function sums(lines, coupon, delivery) {
    const subtotal = lines.reduce((sum, line) => sum + line.product.price * line.row.quantity, 0)
    const discount = coupon && subtotal >= coupon.minimum ? Math.round(subtotal * coupon.percent / 100) : 0
    const sent = lines.length ? shipping(delivery, subtotal) : 0
    return { subtotal: subtotal, discount: discount, shipping: sent, total: subtotal - discount + sent }
}
function matching(products, words, category, filter, tr) {
    const price = PRICES.find((one) => one[0] === filter.price) || PRICES[0], wanted = words.trim().toLowerCase()
    const kind = (row) => tr((CATEGORIES.find((one) => one[0] === row.category) || ["", "", ""])[2])
    const found = products.filter((row) => (category === "" || row.category === category)
        && (row.name + " " + row.about + " " + kind(row)).toLowerCase().includes(wanted)
        && row.price >= price[2] && row.price < price[3] && row.rating >= filter.rating && (!filter.stock || row.stock > 0))
    const rank = { best: (one, other) => one._id - other._id, cheap: (one, other) => one.price - other.price, dear: (one, other) => other.price - one.price, rated: (one, other) => other.rating - one.rating }
    return found.sort((one, other) => rank[filter.order](one, other) || one._id - other._id)
}
// The checksum of card numbers (Luhn, ISO/IEC 7812-1).
function isCard(number) {
    const digits = number.replace(/\s/g, "")
    if (!/^\d{13,19}$/.test(digits)) return false
    let sum = 0
    for (let i = 0; i < digits.length; i++) {
        const digit = Number(digits[digits.length - 1 - i]) * (i % 2 ? 2 : 1)
        sum += digit > 9 ? digit - 9 : digit
    }
    return sum % 10 === 0
}
// MM/YY that has not passed at a moment.
function isValid(expiry, timestamp) {
    const found = /^(\d{2})\s*\/\s*(\d{2})$/.exec(expiry.trim()), now = new Date(timestamp)
    if (!found || Number(found[1]) < 1 || Number(found[1]) > 12) return false
    return (2000 + Number(found[2])) * 12 + Number(found[1]) > now.getUTCFullYear() * 12 + now.getUTCMonth()
}
