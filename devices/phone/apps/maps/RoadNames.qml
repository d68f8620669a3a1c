import QtQuick
import "../../system"

// The names of the streets in sight, each once, in the middle of what is seen of it.
Repeater {
    id: names
    required property var map
    model: {
        const seen = map.seen, found = [], room = 70 / map.zoom
        if (map.level < 3) return []
        for (const road of map.city.roads) {
            const upright = road.x1 === road.x2, flat = road.y1 === road.y2
            if ((!upright && !flat) || (map.level === 3 && !road.wide)) continue
            const x1 = Math.max(road.x1, seen.x), x2 = Math.min(road.x2, seen.x + seen.width)
            const y1 = Math.max(road.y1, seen.y), y2 = Math.min(road.y2, seen.y + seen.height)
            if (x1 > x2 || y1 > y2 || (x2 - x1) + (y2 - y1) < 1.6 * room) continue
            const share = 0.3 + 0.4 * ((road.x1 + road.y1) % 7) / 6  // not all in one line
            found.push({ name: road.name, x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share, turn: upright ? -90 : 0 })
        }
        return found
    }
    Label {
        required property var modelData
        property bool treeHidden: true
        text: modelData.name
        sp: 11
        elide: Text.ElideNone
        color: Theme.dark ? "#B8C4D0" : "#5F6368"
        style: Text.Outline
        styleColor: Theme.dark ? "#1D2733" : "#FFFFFF"
        x: names.map.fx(modelData.x) - width / 2
        y: names.map.fy(modelData.y) - height / 2
        rotation: Theme.rtl ? -modelData.turn : modelData.turn
    }
}
