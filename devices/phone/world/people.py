"""Whose phone it is, and whom they know."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from devices.phone.world.kinds import Person
from devices.phone.world.names import Name, Names

_RELATIONS = {"friend": 9, "family": 5, "work": 7}
"""How many of each; those whom the owner pays come on top."""
_SERVICES = 3
_MAIL_HOSTS = ("example.com", "example.org", "example.net")
_WORK_HOST = "work.example"
_FIRST_YEAR, _LAST_YEAR = 1952, 2006


def draw_people(draw: random.Random, table: Names) -> tuple[Person, tuple[Person, ...]]:
    """The owner, and everybody else in no order. No two share a given name or a number."""
    given = draw.sample(table.given, sum(_RELATIONS.values()) + 1)
    family = draw.choices(table.family, k=len(given))
    firms = draw.sample(table.companies, 4)
    numbers = _Numbers(draw, table)
    people: list[Person] = []
    owner = _person(draw, table, given[0], family[0], "self", firms[0], numbers.next())
    relations = [name for name, count in _RELATIONS.items() for _ in range(count)]
    for relation, first, last in zip(relations, given[1:], family[1:], strict=True):
        if relation == "family" and draw.random() < 0.7:
            last = family[0]
        company = firms[0] if relation == "work" and draw.random() < 0.7 else draw.choice(firms[1:])
        known = company if relation == "work" or draw.random() < 0.3 else ""
        people.append(_person(draw, table, first, last, relation, known, numbers.next()))
    for pattern, company in draw.sample(table.services, _SERVICES):
        name = pattern.format(given=draw.choice(table.given)[0], family=draw.choice(table.family)[0])
        people.append(Person(name, numbers.next(), "", company, "service"))
    draw.shuffle(people)
    return owner, tuple(people)


def _person(draw: random.Random, table: Names, given: Name, family: Name, relation: str, company: str, number: str) -> Person:
    letters = f"{given[1]}.{family[1]}"
    host = _WORK_HOST if relation == "work" else draw.choice(_MAIL_HOSTS)
    birthday = f"{draw.randint(_FIRST_YEAR, _LAST_YEAR)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    has_birthday = draw.random() < {"self": 1.0, "family": 1.0, "friend": 0.8, "work": 0.3}[relation]
    has_mail = draw.random() < 0.9 or relation in ("self", "work")
    starred = draw.random() < {"self": 0.0, "family": 0.4, "friend": 0.25, "work": 0.05}[relation]
    return Person(
        name=table.order.format(given=given[0], family=family[0]),
        phone=number,
        email=f"{letters}@{host}" if has_mail else "",
        company=company,
        relation=relation,
        birthday=birthday if has_birthday else "",
        starred=starred,
    )


class _Numbers:
    """Telephone numbers, each once, in the form of the country."""

    def __init__(self, draw: random.Random, table: Names) -> None:
        self._draw, self._table = draw, table
        self._given: set[str] = set()

    def next(self) -> str:
        """A number that nobody has yet."""
        while (number := self._any(self._table.phones)) in self._given:
            pass
        self._given.add(number)
        return number

    def _any(self, patterns: Sequence[str]) -> str:
        pattern = self._draw.choice(patterns).format(area=self._draw.choice(self._table.areas))
        return re.sub("#", lambda _: str(self._draw.randrange(10)), pattern)
