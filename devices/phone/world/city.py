"""The city that the owner lives in, and the places there."""

from __future__ import annotations

import math
import random

from devices.phone.world.kinds import Spot
from devices.phone.world.names import Names

_COUNTS = {
    "home": 1, "office": 1, "cafe": 3, "restaurant": 3, "station": 2, "park": 2, "supermarket": 2, "museum": 1, "school": 1,
    "hospital": 1, "gym": 1, "library": 1, "hotel": 1, "pharmacy": 1, "cinema": 1, "airport": 1, "bank": 1, "bakery": 1,
    "post office": 1, "theatre": 1,
}  # fmt: skip
_RADIUS_KM, _AIRPORT_KM = 3.2, 14.0
_KM_PER_DEGREE = 111.32
"""Of latitude, on a sphere of 6378 km."""


def draw_city(draw: random.Random, table: Names, company: str) -> tuple[str, tuple[Spot, ...]]:
    """A city's name and its places. company: whose office is the owner's."""
    city, latitude, longitude = draw.choice(table.cities)
    spots: list[Spot] = []
    for kind, count in _COUNTS.items():
        for pattern in draw.sample(table.spots[kind], count):
            angle = draw.uniform(0, 2 * math.pi)
            away = _AIRPORT_KM if kind == "airport" else _RADIUS_KM * math.sqrt(draw.random())  # evenly over the circle
            north, east = away * math.cos(angle), away * math.sin(angle)
            spots.append(
                Spot(
                    name=pattern.format(city=city, company=company),
                    kind=kind,
                    address=table.address.format(
                        street=draw.choice(table.streets), number=draw.randint(1, 180), block=draw.randint(1, 6), city=city
                    ),
                    latitude=round(latitude + north / _KM_PER_DEGREE, 6),
                    longitude=round(longitude + east / (_KM_PER_DEGREE * math.cos(math.radians(latitude))), 6),
                )
            )
    return city, tuple(spots)
