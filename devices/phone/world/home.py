"""Where the apps lie on the home screen."""

from __future__ import annotations

import random
from collections.abc import Sequence

from devices.phone.world.kinds import Home, Place

PAGES, COLUMNS, ROWS, DOCK = 2, 4, 5, 4
_WEIGHTS = {"first": 4, "second": 2, "dock": 2, "drawer": 1}
"""How likely an app is to lie there; of 19 apps some 9 lie on the first page."""


def arrange(draw: random.Random, packages: Sequence[str]) -> Home:
    """A launcher arrangement for these packages; what finds no room lies in the drawer alone, which holds every app anyway."""
    pages: list[list[Place]] = [[] for _ in range(PAGES)]
    dock: list[str] = []
    free = [[(column, row) for column in range(COLUMNS) for row in range(ROWS)] for _ in range(PAGES)]
    for package in draw.sample(sorted(packages), len(packages)):
        where = draw.choices(tuple(_WEIGHTS), weights=tuple(_WEIGHTS.values()))[0]
        page = 1 if where == "second" else 0
        if where == "dock" and len(dock) < DOCK:
            dock.append(package)
        elif where != "drawer" and free[page]:
            column, row = free[page].pop(draw.randrange(len(free[page])))
            pages[page].append(Place(package, column, row))
    return Home(tuple(tuple(page) for page in pages), tuple(dock))
