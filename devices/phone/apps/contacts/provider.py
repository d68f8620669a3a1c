"""Contacts: the people whom the owner knows, and the order in which a person expects to find their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row
from devices.phone.world import Person, World
from devices.phone.world.names import Names, names

_LAST = "\uffff"
_ROWS = {
    "あ": "aiueo",
    "か": "kg",
    "さ": "szj",
    "た": "tdc",
    "な": "n",
    "は": "hfbp",
    "ま": "m",
    "や": "y",
    "ら": "r",
    "わ": "w",
}
"""The rows of the Japanese syllabary, in order -> the Latin letters that their syllables begin with."""
_ORDER = {ord(letter): kana for kana, letters in _ROWS.items() for letter in letters} | {
    ord(vowel): str(place) for place, vowel in enumerate("aiueo")
}


def contents(world: World) -> Contents:
    """Everybody in the world, by name."""
    people = sorted(world.people, key=lambda person: sort_key(person.name, world.locale))
    return Contents({"contacts": [_row(person) for person in people]})


def _row(person: Person) -> Row:
    return {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "company": person.company,
        "relation": person.relation,
        "birthday": person.birthday,
        "starred": int(person.starred),
    }


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """sort {names}: {order: their places as they are listed, letters: for each of the names the heading it stands under}."""
    if method != "sort":
        raise UnknownMethod(method)
    locale = phone.store.get("system", "system_locales") or phone.world.locale
    keys = [sort_key(str(name), locale) for name in values["names"]]
    return {"order": sorted(range(len(keys)), key=keys.__getitem__), "letters": [heading(key, locale) for key in keys]}


def sort_key(name: str, locale: str) -> str:
    """What to sort a name by: its sound in Latin letters where that is known, without accents; signs come last."""
    spoken = _spoken(name.strip(), names(locale), locale[:2])
    plain = "".join(letter for letter in unicodedata.normalize("NFD", spoken.casefold()) if not unicodedata.combining(letter))
    if locale.startswith("ar"):
        plain = re.sub(r"\bال(?=\w\w)", "", plain)  # the article does not count
    return plain if plain[:1].isalpha() else _LAST + plain


def heading(key: str, locale: str) -> str:
    """The letter under which a sort key is listed."""
    first = key[:1]
    if locale.startswith("ja") and first in _ROWS:
        return first
    return first.upper() if first.isalpha() and not "\u3400" <= first <= "\u9fff" else "#"


def _spoken(name: str, table: Names, language: str) -> str:
    if language not in ("zh", "ja"):
        return name
    family = next((pair for pair in sorted(table.family, key=lambda pair: -len(pair[0])) if name.startswith(pair[0])), None)
    if family is None:
        return name
    rest = name[len(family[0]) :].strip()
    sound = f"{family[1]} {dict(table.given).get(rest, rest)}"
    return sound if language == "zh" else _syllables(sound)


def _syllables(sound: str) -> str:
    """Latin letters so rewritten that they sort as the syllabary does, with the kana of the row in front."""
    plain = sound.replace("sh", "s").replace("ch", "t").replace("ts", "t")
    row = next((kana for kana, letters in _ROWS.items() if plain[:1] in letters), "")
    return row + plain.translate(_ORDER)
