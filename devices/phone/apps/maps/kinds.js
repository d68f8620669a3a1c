.pragma library

// How each kind of place looks, and lengths and times in words. tr: phone.tr.
const KINDS = {
    "cafe": ["coffee", "#B06000", "Cafe"], "restaurant": ["food", "#C5221F", "Restaurant"], "bakery": ["baguette", "#B06000", "Bakery"],
    "supermarket": ["cart", "#1A73E8", "Supermarket"], "pharmacy": ["heart-outline", "#137333", "Pharmacy"],
    "hospital": ["hospital-building", "#B3261E", "Hospital"], "hotel": ["bed", "#8430CE", "Hotel"], "park": ["tree", "#188038", "Park"],
    "museum": ["bank", "#00639B", "Museum"], "cinema": ["movie", "#00639B", "Cinema"], "theatre": ["ticket", "#9A25AE", "Playhouse"],
    "library": ["bookshelf", "#5F6368", "Library"], "gym": ["run", "#137333", "Gym"], "bank": ["cash", "#5F6368", "Bank"],
    "post office": ["email-outline", "#B06000", "Post office"], "school": ["school", "#5F6368", "School"],
    "station": ["train", "#1967D2", "Station"], "airport": ["airplane", "#1967D2", "Airport"], "home": ["home", "#0B57D0", "Home address"],
    "office": ["briefcase", "#0B57D0", "Work address"], "pin": ["map-marker", "#C5221F", "Dropped pin"]
}
// Kinds one searches for: several of a kind -> what the chip says.
const CATEGORIES = [
    ["restaurant", "Restaurants"], ["cafe", "Cafes"], ["supermarket", "Groceries"], ["hotel", "Hotels"], ["park", "Parks"],
    ["pharmacy", "Pharmacies"], ["museum", "Museums"], ["cinema", "Cinemas"], ["station", "Stations"], ["hospital", "Hospitals"]
]
const MODES = [["car", "car", "Car"], ["transit", "tram", "Transit"], ["bike", "bike", "Bicycle"], ["walk", "walk", "Walk"]]
// Arrows are mirrored with the scene right to left, and the city is not: there the other arrow points the right way.
function turn(which, rtl) {
    return { start: "arrow-up", left: rtl ? "arrow-right" : "arrow-left", right: rtl ? "arrow-left" : "arrow-right", straight: "arrow-up", board: "tram", arrive: "flag" }[which]
}

function icon(kind) { return (KINDS[kind] || KINDS.pin)[0] }
function colour(kind) { return (KINDS[kind] || KINDS.pin)[1] }
function label(kind) { return (KINDS[kind] || KINDS.pin)[2] }
function category(text, tr) { return CATEGORIES.find((one) => tr(one[1]).toLowerCase() === text.trim().toLowerCase()) }

function length(metres, miles, tr) {
    if (miles) return metres < 300 ? tr("{n} ft").replace("{n}", Math.round(metres * 3.28084 / 10) * 10) : tr("{n} mi").replace("{n}", (metres / 1609.34).toFixed(1))
    return metres < 950 ? tr("{n} m").replace("{n}", Math.round(metres / 10) * 10) : tr("{n} km").replace("{n}", (metres / 1000).toFixed(1))
}
function duration(seconds, tr) {
    const minutes = Math.max(1, Math.round(seconds / 60))
    if (minutes < 60) return tr("{n} min").replace("{n}", minutes)
    return tr("{h} h {m} min").replace("{h}", Math.floor(minutes / 60)).replace("{m}", minutes % 60)
}
function sentence(step, tr) {
    const words = { start: "Head along {street}", left: "Turn left onto {street}", right: "Turn right onto {street}", straight: "Continue on {street}", board: "Take tram {street}", arrive: "Arrive at your destination" }
    return tr(words[step.turn]).replace("{street}", step.street)
}
function clock(minutes) { return Math.floor(minutes / 60) % 24 + ":" + String(minutes % 60).padStart(2, "0") }
function isOpen(place, timestamp) {
    const minute = Math.floor(timestamp / 60000) % 1440
    return place.opens === place.closes || (minute >= place.opens && minute < place.closes)
}
function allDay(place) { return !place.closes || (place.opens === 0 && place.closes === 1440) }
function hours(place, timestamp, tr) {
    if (allDay(place)) return tr("Open 24 hours")
    return isOpen(place, timestamp) ? tr("Open until {time}").replace("{time}", clock(place.closes)) : tr("Closed, opens {time}").replace("{time}", clock(place.opens))
}
function away(one, other) { return Math.hypot(one.x - other.x, one.y - other.y) }
function found(places, text, tr) {
    const wanted = text.trim().toLowerCase()
    const kind = category(text, tr)
    if (kind) return places.filter((place) => place.kind === kind[0])
    return wanted === "" ? [] : places.filter((place) => (place.name + " " + place.address + " " + tr(label(place.kind))).toLowerCase().includes(wanted))
}
