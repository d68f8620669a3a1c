"""What Maps keeps: the places of the world's city, lists of saved ones, what was searched; and its two calls, city and routes.

Rows: map_places (name, kind, address, x, y, latitude, longitude, rating, reviews, opens, closes, phone, price, about),
map_lists (name, icon, fixed), map_saved (list, place, name, address, x, y), map_searches (text, place, time),
map_me (x, y), map_navigation (the trip under way, if any), map_options (units, mode, history).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from random import Random
from typing import Any

from devices.phone.apps.maps import routes
from devices.phone.apps.maps.city import SIZE, City, Plan, Point, make_city
from devices.phone.apps.maps.names import AVENUES, KINDS, STREETS, Kind
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.world import Spot, World
from devices.phone.world.names import Names

_METRES_PER_DEGREE = 111_320.0
_EDGE = 260.0  # no place lies closer to the edge of the map


def contents(world: World) -> Contents:
    """The city's places, and the lists, searches and position that the owner begins with."""
    draw = world.stream("maps")
    places = [_place(world, draw, spot) for spot in (*world.spots, *_further(world, draw))]
    numbered = list(enumerate(places, 1))
    saved = [_saved(kind, number, place) for kind in ("home", "office") for number, place in numbered if place["kind"] == kind]
    ordinary = [(number, place) for number, place in numbered if place["kind"] not in ("home", "office", "airport")]
    chosen = draw.sample(ordinary, min(9, len(ordinary)))
    saved += [
        _saved(name, *pair) for name, pair in zip(("favourites",) * 4 + ("want",) * 3 + ("starred",) * 2, chosen, strict=False)
    ]
    recent = draw.sample(ordinary, min(5, len(ordinary)))
    home = next((place for place in places if place["kind"] == "home"), {"x": SIZE / 2, "y": SIZE / 2})
    x, y = city_of(world).nearest(home["x"] + draw.uniform(-500, 500), home["y"] + draw.uniform(-500, 500))[1]
    return Contents(
        {
            "map_places": places,
            "map_lists": [
                {"key": "favourites", "name": world.say("Favourites"), "icon": "heart", "fixed": 1},
                {"key": "want", "name": world.say("Want to go"), "icon": "flag", "fixed": 1},
                {"key": "starred", "name": world.say("Starred places"), "icon": "star", "fixed": 1},
            ],
            "map_saved": saved,
            "map_searches": [
                {"text": place["name"], "place": number, "time": world.when(days=-1 - 2 * index, hours=-index)}
                for index, (number, place) in reversed(list(enumerate(recent)))
            ],
            "map_me": [{"x": round(x), "y": round(y)}],
            "map_options": [{"units": "km", "mode": "car", "history": 1}],
        }
    )


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """city: what to draw. routes: from_x, from_y, to_x, to_y, mode -> routes. at: x, y (metres), or latitude and longitude ->
    both, and the street that is next to it."""
    city = city_of(phone.world)
    match method:
        case "city":
            return city.drawing()
        case "routes":
            start, end = ((float(values[f"{name}_x"]), float(values[f"{name}_y"])) for name in ("from", "to"))
            try:
                found = routes.routes(city, start, end, values["mode"])
            except routes.NoWay:
                found = []
            return {"routes": found}
        case "at":
            if "latitude" in values:
                x, y = _metres(phone.world, float(values["latitude"]), float(values["longitude"]))
            else:
                x, y = float(values["x"]), float(values["y"])
            latitude, longitude = _degrees(phone.world, x, y)
            return {"x": x, "y": y, "latitude": latitude, "longitude": longitude, "street": city.nearest(x, y)[0].street}
        case _:
            raise UnknownMethod(f"maps cannot {method}")


@lru_cache(maxsize=2)
def city_of(world: World) -> City:
    """The city of a world; its streets bear the names that the addresses of the world's spots speak of."""
    table = world.table
    draw = world.stream("maps/city")
    places = [(spot, _metres(world, spot.latitude, spot.longitude)) for spot in world.spots]
    near = [(street, point) for spot, point in places for street in table.streets if street in spot.address]
    if world.locale.startswith("en"):
        streets, avenues = draw.sample(STREETS, len(STREETS)), draw.sample(AVENUES, len(AVENUES))
    else:
        streets = [world.say("Street {number}", number=number) for number in range(1, len(STREETS) + 1)]
        avenues = [world.say("Avenue {number}", number=number) for number in range(1, len(AVENUES) + 1)]
    return make_city(
        draw,
        Plan(
            streets=tuple(streets),
            avenues=tuple(avenues),
            near=tuple(near),
            parks=tuple((spot.name, point) for spot, point in places if spot.kind == "park"),
            dry=tuple(point for _, point in places),
        ),
    )


def _centre(world: World) -> tuple[float, float]:
    known = (place[1:] for place in world.table.cities if place[0] == world.city)
    return next(known, (world.spots[0].latitude, world.spots[0].longitude) if world.spots else (44.21, -69.07))


def _metres(world: World, latitude: float, longitude: float) -> Point:
    """Where on the map some degrees lie; what lies outside comes to the edge in its direction."""
    north, west = _centre(world)
    x = (longitude - west) * _METRES_PER_DEGREE * math.cos(math.radians(north))
    y = (north - latitude) * _METRES_PER_DEGREE
    reach = SIZE / 2 - _EDGE
    shrink = min(1.0, reach / max(abs(x), abs(y), 1.0))
    return SIZE / 2 + x * shrink, SIZE / 2 + y * shrink


def _degrees(world: World, x: float, y: float) -> tuple[float, float]:
    north, west = _centre(world)
    longitude = west + (x - SIZE / 2) / (_METRES_PER_DEGREE * math.cos(math.radians(north)))
    return round(north - (y - SIZE / 2) / _METRES_PER_DEGREE, 6), round(longitude, 6)


def _further(world: World, draw: Random) -> Iterable[Spot]:
    """Places that nobody else speaks of, so that a search finds more than one: the names that the world has left over."""
    table = world.table
    known = {spot.name for spot in world.spots}
    for kind, patterns in table.spots.items():
        if kind in ("home", "office", "airport", "park"):
            continue
        for pattern in patterns:
            name = pattern.format(city=world.city, company=world.owner.company)
            if name in known:
                continue
            edge, (x, y) = city_of(world).nearest(*(draw.uniform(0.12, 0.88) * SIZE for _ in "xy"))
            values = {"street": edge.street, "number": draw.randint(1, 180), "block": draw.randint(1, 6), "city": world.city}
            yield Spot(name, kind, table.address.format(**values), *_degrees(world, x, y))


def _place(world: World, draw: Random, spot: Spot) -> dict[str, Any]:
    kind = KINDS.get(spot.kind, Kind(None))
    x, y = _metres(world, spot.latitude, spot.longitude)
    if spot.kind != "park":
        (sx, sy), (ox, oy) = city_of(world).nearest(x, y)[1], (x, y)
        away = max(1.0, math.dist((sx, sy), (ox, oy)))
        x, y = sx + (ox - sx) / away * 24, sy + (oy - sy) / away * 24  # beside its street, on its own side
    private = spot.kind in ("home", "office")
    shift = draw.choice((-60, 0, 0, 30, 60)) if kind.hours else 0
    return {
        "name": spot.name,
        "kind": spot.kind,
        "address": spot.address,
        "x": round(x),
        "y": round(y),
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "rating": 0 if private else round(min(5.0, draw.gauss(4.2, 0.4)), 1),
        "reviews": 0 if private else draw.randrange(8, 900),
        "opens": kind.hours[0] + shift if kind.hours else 0,
        "closes": min(24 * 60, kind.hours[1] + shift) if kind.hours else 24 * 60,
        "phone": "" if spot.kind in ("home", "park") else _number(world.table, draw),
        "price": kind.price,
        "about": world.say(kind.about) if kind.about else "",
    }


def _number(table: Names, draw: Random) -> str:
    pattern = draw.choice(table.phones)
    filled = pattern.replace("{area}", draw.choice(table.areas)) if "{area}" in pattern else pattern
    return "".join(str(draw.randrange(10)) if sign == "#" else sign for sign in filled)


def _saved(name: str, number: int, place: Mapping[str, Any]) -> dict[str, Any]:
    key = "work" if name == "office" else name
    return {"list": key, "place": number, **{field: place[field] for field in ("name", "address", "x", "y")}}
