"""What stands in the calendar of a fresh phone: a month of somebody's life, before and after the first day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from devices.phone.provider import Contents
from devices.phone.store import Row
from devices.phone.world import Person, World

PERSONAL, WORK, FAMILY, BIRTHDAYS = 1, 2, 3, 4
_EPOCH = datetime(1970, 1, 1)
_WEEKEND, _WEEKDAYS, _ANY = (5, 6), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One event to come. weeks: from the first day's week. days: weekdays that suit it. hour: when it begins, -1 all day.
    kind: of the spot. who: relation of the guest whose name stands in the title as {name}."""

    title: str
    weeks: int
    days: tuple[int, ...]
    hour: float
    minutes: int
    calendar: int = PERSONAL
    kind: str = ""
    who: str = ""
    repeat: str = ""
    reminder: int = 30
    notes: str = ""


def contents(world: World) -> Contents:
    """Four calendars, and some 25 events within four weeks around the world's first day."""
    draw = world.stream("calendar")
    calendars: list[Row] = [
        {"name": world.say("Personal"), "colour": "#3367D6", "visible": 1},
        {"name": world.say("Work"), "colour": "#0B8043", "visible": 1},
        {"name": world.say("Family"), "colour": "#C25B00", "visible": 1},
        {"name": world.say("Birthdays"), "colour": "#8E24AA", "visible": 1},
    ]
    events = [_event(world, draw, plan) for plan in _plans(world)]
    return Contents({"calendars": calendars, "events": events + _birthdays(world)})


def _plans(world: World) -> list[_Plan]:
    say = world.say
    figures, seats = say("Bring the numbers of the last quarter."), say("Seats 41 and 42, carriage 7")
    return [
        _Plan(say("Team meeting"), -4, (0,), 9.5, 45, WORK, "office", "work", "FREQ=WEEKLY", 10),
        _Plan(say("Yoga"), -4, (1, 3), 18.5, 60, PERSONAL, "gym", "", "FREQ=WEEKLY"),
        _Plan(say("Dinner with the family"), -4, (6,), 18, 120, FAMILY, "home", "family", "FREQ=WEEKLY", 60),
        _Plan(say("Pay the rent"), -4, _WEEKDAYS, -1, 0, PERSONAL, "", "", "FREQ=MONTHLY", 0),
        _Plan(say("Haircut"), -3, _WEEKDAYS, 17, 45),
        _Plan(say("Coffee with {name}", name="{name}"), -3, _ANY, 16, 60, PERSONAL, "cafe", "friend"),
        _Plan(say("Interview"), -2, _WEEKDAYS, 11, 60, WORK, "office", "work", "", 15),
        _Plan(say("Cinema with {name}", name="{name}"), -2, _WEEKEND, 20, 150, PERSONAL, "cinema", "friend"),
        _Plan(say("Parents' evening"), -1, _WEEKDAYS, 19, 90, FAMILY, "school", "", "", 60),
        _Plan(say("Project review"), -1, _WEEKDAYS, 14, 90, WORK, "office", "work", "", 10, figures),
        _Plan(say("Walk in the park"), -1, _WEEKEND, 10, 90, PERSONAL, "park", "friend"),
        _Plan(say("Dentist"), 0, _WEEKDAYS, 8.5, 45, PERSONAL, "hospital", "", "", 60, say("Take the insurance card along.")),
        _Plan(say("Lunch with {name}", name="{name}"), 0, _WEEKDAYS, 12.5, 60, PERSONAL, "cafe", "friend"),
        _Plan(say("Call with {name}", name="{name}"), 0, _WEEKDAYS, 15, 30, WORK, "", "work", "", 5),
        _Plan(say("Market"), 0, (5,), 9, 60, FAMILY, "supermarket"),
        _Plan(say("Train to the coast"), 1, (5,), 7.75, 180, FAMILY, "station", "family", "", 60, seats),
        _Plan(say("Presentation"), 1, _WEEKDAYS, 10, 60, WORK, "office", "work", "", 15),
        _Plan(say("Dinner with {name}", name="{name}"), 1, _ANY, 19.5, 120, PERSONAL, "restaurant", "friend"),
        _Plan(say("Return the books"), 1, _WEEKDAYS, 17.5, 30, PERSONAL, "library"),
        _Plan(say("Workshop"), 2, (1, 2, 3), -1, 0, WORK, "hotel", "work", "", 1440),
        _Plan(say("Museum with {name}", name="{name}"), 2, _WEEKEND, 14, 120, FAMILY, "museum", "family"),
        _Plan(say("Flu vaccination"), 3, _WEEKDAYS, 9.25, 15, PERSONAL, "pharmacy", "", "", 60),
        _Plan(say("Theatre"), 3, _WEEKEND, 19, 150, PERSONAL, "theatre", "friend"),
    ]


def _event(world: World, draw: random.Random, plan: _Plan) -> Row:
    monday = datetime.combine(world.clock.date(), datetime.min.time()) - timedelta(days=world.clock.weekday())
    begin = monday + timedelta(weeks=plan.weeks, days=draw.choice(plan.days), hours=max(0, plan.hour))
    guest = _somebody(world, draw, plan.who)
    whole = plan.hour < 0
    return {
        "title": plan.title.format(name=guest) if guest else plan.title.replace("{name}", world.owner.name),
        "begin": _milliseconds(begin),
        "end": _milliseconds(begin + (timedelta(days=1) if whole else timedelta(minutes=plan.minutes))),
        "all_day": int(whole),
        "place": draw.choice([spot.name for spot in world.spots if spot.kind == plan.kind] or [""]),
        "notes": plan.notes,
        "calendar": plan.calendar,
        "colour": "",
        "repeat": plan.repeat,
        "except": "",
        "reminder": plan.reminder,
        "guests": guest,
    }


def _somebody(world: World, draw: random.Random, relation: str) -> str:
    return draw.choice([person.name for person in world.people if person.relation == relation] or [""]) if relation else ""


def _birthdays(world: World) -> list[Row]:
    """The two birthdays nearest to the first day, every year."""

    def away(person: Person) -> int:
        born = datetime.fromisoformat(person.birthday)
        days = (born.replace(year=world.clock.year) - world.clock).days
        return min(abs(days), abs(days + 365), abs(days - 365))

    near = sorted((person for person in world.people if person.birthday), key=lambda person: (away(person), person.name))[:2]
    rows: list[Row] = []
    for person in near:
        begin = datetime.fromisoformat(person.birthday).replace(year=world.clock.year - 1)
        rows.append(
            {
                "title": world.say("Birthday of {name}", name=person.name),
                "begin": _milliseconds(begin),
                "end": _milliseconds(begin + timedelta(days=1)),
                "all_day": 1,
                "place": "",
                "notes": "",
                "calendar": BIRTHDAYS,
                "colour": "",
                "repeat": "FREQ=YEARLY",
                "except": "",
                "reminder": -1,
                "guests": "",
            }
        )
    return rows


def _milliseconds(moment: datetime) -> int:
    return round((moment - _EPOCH).total_seconds() * 1000)
