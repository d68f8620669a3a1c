"""The values that a world is made of. Knows nothing of how they are drawn."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from devices.phone import manifest
from devices.phone.world.names import Names, names


@dataclass(frozen=True, slots=True)
class Place:
    """One app on a home page; column 0..3, row 0..4."""

    package: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Home:
    """A launcher arrangement: pages of places, and packages in the dock. An app in neither is in the drawer alone."""

    pages: tuple[tuple[Place, ...], ...]
    dock: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the owner of the phone knows.

    phone, email, company: empty where unknown. relation: "friend", "family", "work" or "service" (a dentist, a plumber).
    birthday: "1988-04-17", or empty. starred: whether the owner keeps them at hand.
    """

    name: str
    phone: str = ""
    email: str = ""
    company: str = ""
    relation: str = ""
    birthday: str = ""
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the city.

    kind: "home", "office", "cafe", "restaurant", "station", "park", "supermarket", "museum", "school", "hospital", "gym",
    "library", "hotel", "pharmacy", "cinema", "airport", "bank", "bakery", "post office" or "theatre".
    latitude, longitude: degrees.
    """

    name: str
    kind: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a seed decides, in the words of one locale.

    wallpaper: colours "#RRGGBB" of the top and of the bottom. clock: when the phone is switched on first, without a zone.
    owner: whose phone it is. people: whom the owner knows, in no order; all apps speak of these same people.
    city: where the owner lives. spots: places there, the owner's home and office among them. table: what all of these could
    have been called.
    """

    home: Home
    wallpaper: tuple[str, str]
    clock: datetime
    seed: int = 0
    locale: str = "en-US"
    owner: Person = Person("Alex Morgan")
    people: tuple[Person, ...] = ()
    city: str = "Fairhaven"
    spots: tuple[Spot, ...] = ()
    table: Names = field(default_factory=lambda: names("en-US"), compare=False, repr=False)

    def stream(self, topic: str) -> random.Random:
        """Random numbers of one topic in this world."""
        return stream(self.seed, topic)

    def say(self, text: str, **values: object) -> str:
        """English text in the world's language, by the apps' own strings; {name} stands for a value."""
        return manifest.translations(self.locale).get(text, text).format(**values)

    def when(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> int:
        """Milliseconds since the epoch of a moment so far from the world's clock (taken as UTC); negative: before it."""
        moment = self.clock + timedelta(days=days, hours=hours, minutes=minutes)
        return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)


def stream(seed: int, topic: str) -> random.Random:
    """Random numbers of one topic: changing what one topic draws does not move the others."""
    return random.Random(f"{seed}/{topic}")
