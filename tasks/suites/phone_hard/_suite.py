"""The suite that the modules beside this one add their tasks to, and what several of them draw and look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tasks.checks import All, Evidence, Finding, Matcher, OnlyChanged, Rows
from tasks.state import Row, State
from tasks.suites.phone_daily._checks import Counts, Kept, Says, dials, figures, reads
from tasks.suites.phone_daily._suite import DAY, chinese, day_of, midnight, number
from tasks.task import Suite

SUITE = Suite(
    "phone_hard",
    version=1,
    about="up to twenty steps: remember, count, compare, decide, do it for each, get over a fault in the middle",
)
HOUR = 3_600_000
"""Milliseconds."""


def costs(cents: int) -> Matcher:
    """A text with one sum of money in it, which is this."""

    def holds(value: object) -> bool:
        return isinstance(value, str) and amounts(value) == [cents]

    return Matcher(f"names the sum {cents / 100:.2f}", holds)


def amounts(text: str) -> list[int]:
    """The sums of money in a text, in cents: whatever has two digits after a point."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    return [int(whole) * 100 + int(part) for whole, part in re.findall(r"(\d+)\.(\d\d)(?!\d)", plain)]


@dataclass(frozen=True, slots=True)
class Totals:
    """The last sum of money in the answer is this, so that it may show how it came about. Cents; "34.5" is one, too."""

    wanted: int

    def __call__(self, seen: Evidence, /) -> Finding:
        plain = unicodedata.normalize("NFKC", seen.answer or "").replace(",", "")
        found = re.findall(r"\d+(?:\.\d+)?", plain)
        right = bool(found) and round(float(found[-1]) * 100) == self.wanted
        return Finding(right, _words(seen))


@dataclass(frozen=True, slots=True)
class CountsAndSays:
    """The answer names a thing and none of the others, and what is left of it begins with this number."""

    count: int
    thing: str
    others: Collection[str] = ()

    def __call__(self, seen: Evidence, /) -> Finding:
        rest = re.sub(re.escape(self.thing), " ", seen.answer or "", flags=re.IGNORECASE)
        counted = Counts(self.count)(Evidence(seen.before, seen.after, rest))
        return Finding(Says(self.thing, self.others)(seen).passed and counted.passed, _words(seen))


@dataclass(frozen=True, slots=True)
class CountsAndDials:
    """The answer has a telephone number, however it is grouped, and what is left of it begins with this number."""

    count: int
    phone: str

    def __call__(self, seen: Evidence, /) -> Finding:
        line = re.compile(r"\D{0,3}".join(figures(self.phone)))
        said = unicodedata.normalize("NFKC", seen.answer or "")
        rest = Evidence(seen.before, seen.after, line.sub(" ", said, count=1))
        return Finding(line.search(said) is not None and Counts(self.count)(rest).passed, _words(seen))


@dataclass(frozen=True, slots=True)
class SaysYear:
    """The answer has this year in it, and no other."""

    year: int

    def __call__(self, seen: Evidence, /) -> Finding:
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", unicodedata.normalize("NFKC", seen.answer or ""))
        return Finding(years == [str(self.year)], _words(seen))


def texted(phones: Collection[str], body: Matcher, *besides: str) -> All:
    """Each of these numbers got one message with this, and nobody else got any. What they answer is none of our doing."""
    sent = {"kind": "sent"}
    return All(
        *(Rows("sms", {**sent, "address": dials(phone), "body": body}, new=True) for phone in phones),
        Rows("sms", sent, count=len(phones), new=True),
        Kept("sms", besides=("read",)),
        OnlyChanged(rows=["sms", "sms_drafts", "sms_replies", *besides]),
    )


def free_days(fresh: State, first: int = 2, last: int = 12) -> list[int]:
    """Midnights of coming days on which nothing is planned, counted from today."""
    days = [midnight(fresh.now) + ahead * DAY for ahead in range(first, last + 1)]
    return [day for day in days if not any(_happens(event, day) for event in fresh.provider("events"))]


def event(title: str, begin: int, minutes: int = 60) -> dict[str, str | int]:
    """The fields of an appointment."""
    blank = {"place": "", "notes": "", "colour": "", "repeat": "", "except": "", "guests": ""}
    end = begin + minutes * 60_000
    return {**blank, "title": title, "begin": begin, "end": end, "all_day": 0, "calendar": 1, "reminder": 10}


def clock(moment: int) -> str:
    """The time of day, as the phone writes it."""
    return f"{moment % DAY // HOUR}:{moment % HOUR // 60_000:02}"


def month_of(moment: int, fresh: State) -> str:
    """The month of a moment, as the phone writes it."""
    day = day_of(moment)
    return f"{day.year}年{day.month}月" if chinese(fresh) else f"{day:%B} {day.year}"


def pick(draw: Random, english: tuple[str, ...], other: tuple[str, ...], fresh: State, count: int) -> list[str]:
    """Several different words in the phone's language."""
    return draw.sample(other if chinese(fresh) else english, count)


def _happens(event: Row, day: int) -> bool:
    begin, end, repeat = number(event, "begin"), number(event, "end"), str(event["repeat"] or "")
    first, here = day_of(begin), day_of(day)
    if repeat and begin < day + DAY:
        return (
            "DAILY" in repeat
            or ("WEEKLY" in repeat and first.weekday() == here.weekday())
            or ("MONTHLY" in repeat and first.day in (here.day, (here + timedelta(1)).day))
            or ("YEARLY" in repeat and (first.month, first.day) == (here.month, here.day))
        )
    return begin < day + DAY and end > day


def _words(seen: Evidence) -> str:
    return "nothing was answered" if seen.answer is None else f"the answer is {seen.answer[:80]!r}"


__all__ = [
    "HOUR",
    "SUITE",
    "CountsAndDials",
    "CountsAndSays",
    "Kept",
    "SaysYear",
    "Totals",
    "amounts",
    "clock",
    "costs",
    "dials",
    "event",
    "free_days",
    "month_of",
    "pick",
    "reads",
    "texted",
]
