"""What lies in the home folder of a desktop of a seed: folders and small text files, the same on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator

FOLDERS = ("Documents", "Downloads", "Music", "Pictures", "Projects", "Projects/garden", "Projects/house")
NAMES = (
    "agenda", "budget", "contacts", "diary", "errands", "flights", "guests", "hardware", "ideas", "journal",
    "kitchen", "letters", "meeting", "numbers", "orders", "packing", "quotes", "recipes", "shopping", "travel",
)  # fmt: skip
THINGS = (
    "apples", "bread", "candles", "dates", "eggs", "flour", "grapes", "honey", "ink", "jam", "kettle", "lemons",
    "maps", "nails", "onions", "paint", "rope", "soap", "tea", "umbrella", "vinegar", "wool", "yeast",
)  # fmt: skip
PEOPLE = (
    "Anna", "Bruno", "Clara", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Luca", "Mei", "Nora",
)  # fmt: skip


def documents(seed: int) -> Iterator[tuple[str, str]]:
    """Paths below the home folder, and what stands there: a dozen texts with names of their own."""
    draw = random.Random(f"desktop {seed}")
    names = draw.sample(NAMES, 12)
    for number, name in enumerate(names):
        folder = ("Documents", "Documents", "Downloads", "Projects/garden", "Projects/house")[number % 5]
        yield f"{folder}/{name}.txt", "".join(f"{line}\n" for line in _lines(draw))


def _lines(draw: random.Random) -> Iterator[str]:
    for thing in draw.sample(THINGS, draw.randint(3, 6)):
        yield f"{draw.randint(2, 99)} {thing} for {draw.choice(PEOPLE)}"
