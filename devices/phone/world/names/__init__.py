"""The names of each locale: what people, firms, streets and places are called there. One JSON file a locale; all invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Name = tuple[str, str]
"""As it is written, and in the letters of an e-mail address."""


@dataclass(frozen=True, slots=True)
class Names:
    """One locale.

    order: "{given} {family}" or the other way round. services: (name pattern, company) of people one pays.
    phones: patterns in which # is a digit and {area} one of areas. cities: name, latitude, longitude.
    address: pattern of {street}, {number}, {block}, {city}. spots: kind -> name patterns of {city} and {company}.
    """

    order: str
    given: tuple[Name, ...]
    family: tuple[Name, ...]
    services: tuple[tuple[str, str], ...]
    companies: tuple[str, ...]
    phones: tuple[str, ...]
    areas: tuple[str, ...]
    cities: tuple[tuple[str, float, float], ...]
    streets: tuple[str, ...]
    address: str
    spots: Mapping[str, tuple[str, ...]]


@cache
def names(locale: str) -> Names:
    """The names of a locale; those of en-US where it has none."""
    folder = Path(__file__).parent
    path = folder / f"{locale}.json"
    table = json.loads((path if path.exists() else folder / "en-US.json").read_text("utf-8"))
    frozen = {key: _frozen(value) for key, value in table.items()}
    return Names(**frozen)


def _frozen(value: Any) -> Any:
    match value:
        case list():
            return tuple(_frozen(item) for item in value)
        case dict():
            return {key: _frozen(item) for key, item in value.items()}
        case _:
            return value
