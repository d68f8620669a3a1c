import QtQuick
import "../../system"
import "kinds.js" as Kinds

// Maps. Places, lists, searches, options and the trip under way are rows of the providers map_*; see provider.py.
Item {
    id: maps
    readonly property string page: pages.name
    readonly property string fine: "android.permission.ACCESS_FINE_LOCATION"
    readonly property bool located: phone.permission(fine) && setting("secure", "location_mode", "3") !== "0"
    readonly property bool online: setting("global", "wifi_on", "1") === "1" || (setting("global", "mobile_data", "1") === "1" && setting("global", "airplane_mode_on", "0") !== "1")
    readonly property var me: located && position.all.length ? Object.assign(dropped(position.all[0].x, position.all[0].y), { name: phone.tr("Your location"), kind: "me" }) : null
    readonly property var settings: options.all.length ? options.all[0] : { units: "km", mode: "car", history: 1 }
    readonly property bool miles: settings.units === "mi"
    readonly property var city: store.call("maps", "city", {})
    readonly property var known: places.all.filter((place) => place.kind !== "home" && place.kind !== "office")
    readonly property var trip: trips.all.length ? trips.all[0] : null

    function setting(namespace, key, value) { return Stored.setting(namespace + "/" + key, value) }
    function open(name, values) {
        for (const dialog of [confirm, locate, choose, naming]) dialog.close()
        pages.reset()
        if (values.uri) follow(values.uri)
        else if (name === "search") pages.show(search)
        else if (name === "results") results(values.query || phone.tr("Restaurants"))
        else if (name === "place") showPlace(places.find(Number(values.id)) || (values.x !== undefined ? dropped(values.x, values.y) : known[0]))
        else if (name === "directions") directions(places.find(Number(values.id)))
        else if (name === "steps") pages.show(steps, { route: trip ? trip.route : null })
        else if (name === "navigation") pages.show(navigation)
        else if (name === "saved") pages.show(saved)
        else if (name === "list") pages.show(list, { key: values.key || "favourites" })
        else if (name === "pick") pick(phone.tr("Choose a place"), (place) => { pages.leave(); showPlace(place) })
        else if (name === "settings") pages.show(preferences)
    }
    function back() { return confirm.back() || locate.back() || choose.back() || naming.back() || pages.back() }
    // geo:LAT,LON?q=TEXT and google.navigation:q=TEXT&mode=d
    function follow(uri) {
        const colon = uri.indexOf(":"), rest = decodeURIComponent(uri.slice(colon + 1).replace(/\+/g, " "))
        const asked = /(?:^|[?&])q=([^&]*)/.exec(rest), wanted = asked ? asked[1] : ""
        const point = /^(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)(?:\((.*)\))?/.exec(wanted) || /^(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)/.exec(rest)
        const nowhere = !point || (Number(point[1]) === 0 && Number(point[2]) === 0)
        if (uri.startsWith("google.navigation")) {
            const modes = { d: "car", b: "bike", w: "walk", l: "car", r: "transit" }, way = /mode=(\w)/.exec(rest)
            const end = nowhere ? Kinds.found(places.all, wanted, phone.tr)[0] : at(point)
            if (!end) results(wanted)
            else directions(end, way ? modes[way[1]] : undefined, true)
        } else if (!nowhere && (wanted === "" || point[3] !== undefined || /^-?\d/.test(wanted))) {
            const pin = at(point)
            showPlace(point[3] ? Object.assign({}, pin, { name: point[3] }) : pin)
        } else if (wanted !== "") results(wanted)
    }
    function at(point) {
        const there = store.call("maps", "at", { latitude: Number(point[1]), longitude: Number(point[2]) })
        return places.all.find((place) => Math.hypot(place.x - there.x, place.y - there.y) < 60) || dropped(there.x, there.y)
    }
    function dropped(x, y) {
        const there = store.call("maps", "at", { x: x, y: y })
        return { _id: 0, name: phone.tr("Dropped pin"), kind: "pin", address: there.street, x: x, y: y, latitude: there.latitude, longitude: there.longitude, rating: 0, reviews: 0, phone: "", about: "", opens: 0, closes: 0, price: 0 }
    }
    function remember(text, place) {
        if (!settings.history) return
        store.together(() => { for (const row of searchRows.all) if (row.text === text) store.remove("map_searches", row._id) })
        store.insert("map_searches", { text: text, place: place, time: phone.timestamp() })
    }
    function showPlace(place) { pages.show(card, { place: place }) }
    function results(text) { remember(text, 0); pages.show(found, { text: text }) }
    function directions(end, mode, start) { pages.show(ways, { start: maps.me, end: end || null, mode: mode || settings.mode, hurry: !!start }) }
    function pick(title, then) { pages.show(picker, { title: title, then: then }) }
    // Calls then(place) once the phone may tell where it is.
    function whereAmI(then) {
        if (me) then(me)
        else if (!phone.permission(fine)) phone.requestPermission("com.fingertip.maps", fine)
        else { locate.then = then; locate.open() }
    }
    function keep(place, key) {
        const row = saveRows.all.find((one) => one.list === key && (place._id ? one.place === place._id : one.x === place.x && one.y === place.y))
        if (row) store.remove("map_saved", row._id)
        else store.insert("map_saved", { list: key, place: place._id, name: place.name, address: place.address, x: place.x, y: place.y })
    }
    function setPrivate(key, place) {
        store.together(() => { for (const row of saveRows.all) if (row.list === key) store.remove("map_saved", row._id) })
        store.insert("map_saved", { list: key, place: place._id, name: place.name, address: place.address, x: place.x, y: place.y })
    }
    // A saved row as the place that it means.
    function placeOf(row) { return places.find(row.place) || Object.assign(dropped(row.x, row.y), { name: row.name }) }

    Rows { id: places; provider: "map_places" }
    Rows { id: listRows; provider: "map_lists" }
    Rows { id: saveRows; provider: "map_saved" }
    Rows { id: searchRows; provider: "map_searches" }
    Rows { id: position; provider: "map_me" }
    Rows { id: options; provider: "map_options" }
    Rows { id: trips; provider: "map_navigation" }
    PageStack { id: pages; initialItem: home }

    Component { id: home; MapPage { app: maps; onSearching: pages.show(search); onSaving: pages.show(saved); onPreferring: pages.show(preferences) } }
    Component {
        id: search
        SearchPage {
            app: maps
            searches: searchRows.all
            onChosen: (place, text) => { maps.remember(text, place._id); pages.leave(); maps.showPlace(place) }
            onSubmitted: (text) => { pages.leave(); maps.results(text) }
            onClearing: confirm.ask(phone.tr("Clear recent searches?"), "", phone.tr("Clear"), () => { store.together(() => { for (const row of searchRows.all) store.remove("map_searches", row._id) }) })
        }
    }
    Component { id: picker; SearchPage { property var then: null; app: maps; choosing: true; onChosen: (place) => then(place) } }
    Component {
        id: found
        ResultsPage { app: maps; onChosen: (place) => maps.showPlace(place); onMapping: (all) => { pages.reset(); pages.currentItem.showPins(all) } }
    }
    Component {
        id: card
        PlacePage { app: maps; saves: saveRows.all; onSaving: choose.ask(place) }
    }
    Component {
        id: ways
        DirectionsPage {
            app: maps
            onStepping: (route) => pages.show(steps, { route: route })
            onStarting: (route) => {
                store.together(() => { for (const row of trips.all) store.remove("map_navigation", row._id) })
                store.insert("map_navigation", { name: end.name, mode: mode, step: 0, since: phone.timestamp(), route: route })
                pages.show(navigation)
            }
        }
    }
    Component { id: steps; StepsPage { app: maps } }
    Component {
        id: navigation
        NavigationPage {
            app: maps
            onEnding: confirm.ask(phone.tr("End navigation?"), maps.trip ? maps.trip.name : "", phone.tr("End"), finish)
            onSearching: { pages.leave(); pages.show(search) }
            onLeaving: pages.leave()
        }
    }
    Component {
        id: saved
        SavedPage {
            app: maps
            lists: listRows.all
            saves: saveRows.all
            onChosen: (key) => pages.show(list, { key: key })
            onCreating: naming.ask()
        }
    }
    Component {
        id: list
        SavedListPage {
            app: maps
            row: listRows.all.find((one) => one.key === key) || null
            saves: saveRows.all
            onRemoving: (row) => confirm.ask(phone.tr("Remove from this list?"), row.name, phone.tr("Remove"), () => store.remove("map_saved", row._id))
            onDeleting: confirm.ask(phone.tr("Delete this list?"), row.name, phone.tr("Delete"), () => {
                store.together(() => { for (const one of saveRows.all) if (one.list === key) store.remove("map_saved", one._id) })
                const number = row._id
                pages.leave()
                store.remove("map_lists", number)
            })
        }
    }
    Component {
        id: preferences
        OptionsPage { app: maps; onClearing: confirm.ask(phone.tr("Delete all recent searches?"), phone.tr("It cannot be brought back."), phone.tr("Delete"), () => { store.together(() => { for (const row of searchRows.all) store.remove("map_searches", row._id) }) }) }
    }
    Dialog {
        id: confirm
        property var then: null
        function ask(title, message, accept, then) { confirm.title = title; confirm.message = message; confirm.accept = accept; confirm.then = then; open() }
        onAccepted: then()
    }
    Dialog {
        id: locate
        property var then: null
        title: phone.tr("Turn on location?")
        message: phone.tr("Maps needs it to show where you are.")
        accept: phone.tr("Turn on")
        onAccepted: { store.put("secure", "location_mode", "3"); if (maps.me) then(maps.me) }
    }
    ChoiceDialog {
        id: choose
        property var place: null
        function ask(place) { choose.place = place; open() }
        title: phone.tr("Save to a list")
        options: listRows.all.map((one) => ({ value: one.key, text: one.name }))
        onChosen: (key) => { maps.keep(place, key); phone.showToast(phone.tr("Saved places changed")) }
    }
    Dialog {
        id: naming
        function ask() { title.text = ""; open(); title.input.forceActiveFocus() }
        title: phone.tr("New list")
        accept: phone.tr("Create")
        onRejected: ime.hide()
        onAccepted: {
            ime.hide()
            const name = title.text.trim()
            if (name === "") phone.showToast(phone.tr("Enter a name first"))
            else store.insert("map_lists", { key: "own-" + (Math.max(0, ...listRows.all.map((one) => one._id)) + 1), name: name, icon: "format-list-bulleted", fixed: 0 })
        }
        Field { id: title; label: phone.tr("List name"); treeId: "list_name" }
    }
}
