"""Names that nobody has heard: made anew for each world, so that whoever acts there must read them and cannot know them.

What a name consists of stays: capitals, signs, and how long its words are. Arabic names stay as they are.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from devices.phone.world.names import Name, Names

_ONSETS = (*"bcdfghjklmnprstvwz", "br", "ch", "cl", "dr", "fl", "gr", "kr", "pl", "qu", "sh", "sl", "st", "th", "tr", "")
_VOWELS = (*"aeiouaeiou", "ai", "ea", "ee", "oa", "oo", "ou", "y")
_CODAS = ("", "", "", *"dklmnprstxz", "ck", "ll", "nd", "ng", "rt", "ss", "st")
_LATIN = re.compile(r"(?<!\{)\b[^\W\d_]{2,}\b(?!\})")
"""A word that stands in no placeholder."""
_SIGNS = re.compile(r"[぀-ヿ一-鿿]")
"""One letter of Chinese or Japanese."""


def invented(table: Names, draw: random.Random) -> Names:
    """The same table with other names."""
    words = _Words(draw, table)
    return replace(
        table,
        given=_persons(table.given, words),
        family=_persons(table.family, words),
        companies=tuple(map(words.like, table.companies)),
        cities=tuple((words.like(city), north, east) for city, north, east in table.cities),
        streets=tuple(map(words.like, table.streets)),
        spots={
            kind: patterns if kind in ("home", "office") else tuple(map(words.like, patterns))
            for kind, patterns in table.spots.items()
        },
    )


def word(draw: random.Random, length: int) -> str:
    """A word in lower-case Latin letters that can be spoken, about so many letters long."""
    made = ""
    while len(made) < length - 1:
        made += draw.choice(_ONSETS) + draw.choice(_VOWELS) + (draw.choice(_CODAS) if draw.random() < 0.5 else "")
    return made[: max(2, length + 1)]


class _Words:
    """New words in the place of known ones, none of them twice."""

    def __init__(self, draw: random.Random, table: Names) -> None:
        self._draw = draw
        persons = [name for name, _ in (*table.given, *table.family)]
        spots = [name for some in table.spots.values() for name in some]
        self._signs = sorted(set(_SIGNS.findall("".join((*persons, *table.companies, *table.streets, *spots)))))
        self._taken = set(persons)

    def like(self, name: str) -> str:
        """A new name built as this one is."""
        while (made := self._once(name)) in self._taken and made != name:
            pass
        self._taken.add(made)
        return made

    def letters(self) -> str:
        """For an e-mail address."""
        return word(self._draw, self._draw.randint(3, 8))

    def _once(self, name: str) -> str:
        if _SIGNS.search(name):
            return re.sub(r"\{\w+\}|" + _SIGNS.pattern, lambda found: self._sign(found[0]), name)
        return _LATIN.sub(lambda found: self._word(found[0]), name)

    def _sign(self, known: str) -> str:
        return known if known.startswith("{") else self._draw.choice(self._signs)

    def _word(self, known: str) -> str:
        if not known.isascii() and not known[0].isupper() and not known.islower():
            return known  # of a script without capitals: Arabic
        made = word(self._draw, max(2, len(known) + self._draw.randint(-1, 1)))
        return made.capitalize() if known[0].isupper() else made


def _persons(known: tuple[Name, ...], words: _Words) -> tuple[Name, ...]:
    """People's names, with the letters of their addresses."""
    made = []
    for name, letters in known:
        new = words.like(name)
        made.append((new, letters if new == name else new.lower() if new.isascii() else words.letters()))
    return tuple(made)
