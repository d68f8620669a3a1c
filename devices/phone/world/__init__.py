"""What a seed means: where the apps lie, how the wallpaper looks, what time it is, who and what is around the owner.

The same seed and locale make the same world on every machine: only `random.Random` is used, with a stream of its own per
topic.
"""

from __future__ import annotations

import colorsys
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from devices.phone.world.city import draw_city
from devices.phone.world.home import COLUMNS, DOCK, PAGES, ROWS, arrange
from devices.phone.world.kinds import Home, Person, Place, Spot, World, stream
from devices.phone.world.names import names
from devices.phone.world.names.invented import invented
from devices.phone.world.people import draw_people

__all__ = ["COLUMNS", "DOCK", "PAGES", "ROWS", "Home", "Person", "Place", "Spot", "World", "make_world", "stream"]


def make_world(seed: int, packages: Sequence[str], locale: str = "en-US", *, new_names: bool = False) -> World:
    """The world of a seed, for these packages, in this language. new_names: everything bears names that only this world has."""
    table = names(locale)
    if new_names:
        table = invented(table, stream(seed, "names"))
    owner, people = draw_people(stream(seed, "people"), table)
    city, spots = draw_city(stream(seed, "city"), table, owner.company)
    return World(
        home=arrange(stream(seed, "home"), packages),
        wallpaper=_wallpaper(stream(seed, "wallpaper")),
        clock=_clock(seed),
        seed=seed,
        locale=locale,
        owner=owner,
        people=people,
        city=city,
        spots=spots,
        table=table,
    )


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
