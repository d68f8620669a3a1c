"""What a seed means: where the apps lie, how the wallpaper looks, what time it is.

The same seed makes the same world on every machine: only `random.Random` is used, with a stream of its own per topic.
"""

from __future__ import annotations

import colorsys
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices.phone import manifest

PAGES, COLUMNS, ROWS, DOCK = 2, 4, 5, 4


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
    """Somebody whom the owner of the phone knows. phone, email: empty where unknown. relation: "friend", "family", "work", …"""

    name: str
    phone: str = ""
    email: str = ""
    company: str = ""
    relation: str = ""
    birthday: str = ""
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the city. kind: "cafe", "station", "park", …; latitude, longitude: degrees."""

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


def make_world(seed: int, packages: Sequence[str], locale: str = "en-US") -> World:
    """The world of a seed, for these packages, in this language."""
    return World(
        home=_home(stream(seed, "home"), packages),
        wallpaper=_wallpaper(stream(seed, "wallpaper")),
        clock=_clock(seed),
        seed=seed,
        locale=locale,
    )


def _home(draw: random.Random, packages: Sequence[str]) -> Home:
    pages: list[list[Place]] = [[] for _ in range(PAGES)]
    dock: list[str] = []
    free = [[(column, row) for column in range(COLUMNS) for row in range(ROWS)] for _ in range(PAGES)]
    for package in draw.sample(sorted(packages), len(packages)):
        where = draw.choices(("first", "second", "dock", "drawer"), weights=(5, 1, 2, 1))[0]
        if where == "dock" and len(dock) < DOCK:
            dock.append(package)
        elif where in ("first", "second", "dock"):
            page = 1 if where == "second" else 0
            column, row = free[page].pop(draw.randrange(len(free[page])))
            pages[page].append(Place(package, column, row))
    return Home(tuple(tuple(page) for page in pages), tuple(dock))


def _wallpaper(draw: random.Random) -> tuple[str, str]:
    hue = draw.random()
    top = _colour(hue, draw.uniform(0.35, 0.75), draw.uniform(0.25, 0.6))
    bottom = _colour((hue + draw.uniform(-0.12, 0.12)) % 1, draw.uniform(0.3, 0.7), draw.uniform(0.15, 0.5))
    return top, bottom


def _colour(hue: float, saturation: float, value: float) -> str:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _clock(seed: int) -> datetime:
    draw = stream(seed, "clock")
    return datetime(2026, 1, 1) + timedelta(days=draw.randrange(365), minutes=draw.randrange(24 * 60))
