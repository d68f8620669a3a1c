"""Checks that a day's tasks need beside the common ones: what stayed, and what a free answer says.

An answer may be a whole sentence; what counts is the first time, day or number in it, or that it names the one thing meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.checks import Evidence, Finding, Matcher, Wanted, fits

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_CLOCK = re.compile(
    r"(?P<before>上午|早上|下午|晚上|中午)?\s*"
    r"(?P<hour>\d{1,2})(?:\s*(?::|点|时)\s*(?P<minute>半|\d{2})?|(?=\s*[ap]\.?m))\s*分?\s*(?P<after>[ap]\.?m)?"
)
_DAYS = (
    re.compile(rf"\b(?P<name>{_MONTH})[a-z]*\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?!\d|:)"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<name>{_MONTH})"),
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})"),
    re.compile(r"\d{4}-(?P<month>\d{2})-(?P<day>\d{2})"),
)
_COUNTS = (
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
)

_WORD = re.compile(
    rf"\b(?:{'|'.join(_COUNTS[0])})\b|[{''.join(_COUNTS[1])}](?=\s*[封个位名条])|^[{''.join(_COUNTS[1])}](?=[.。]?$)"
)
"""A number as a word; in Chinese with its measure or alone, as names have such signs, too."""


def figures(number: str) -> str:
    """Only the digits of a telephone number."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", number) if letter.isdecimal())


def dials(number: str) -> Matcher:
    """A telephone number, however it is grouped."""
    return Matcher(f"dials {number}", lambda value: isinstance(value, str) and figures(value) == figures(number))


def reads(text: str) -> Matcher:
    """The same words, whatever their case and the spaces between them."""
    return Matcher(f"reads {text!r}", lambda value: isinstance(value, str) and _alike(value) == _alike(text))


def number_is(wanted: int) -> Matcher:
    """A number, or a text that is one, as some rows have it."""
    return Matcher(f"is {wanted}", lambda value: value in (wanted, str(wanted)))


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that were there before still are, as they were. besides: fields that may differ; apart: ids that may."""

    provider: str
    besides: Collection[str] = ()
    apart: Collection[int] = ()

    def __call__(self, seen: Evidence, /) -> Finding:
        after = {row["_id"]: row for row in seen.after.provider(self.provider)}
        for row in seen.before.provider(self.provider):
            now = after.get(row["_id"])
            if row["_id"] in self.apart:
                continue
            if now is None:
                return Finding(False, f"{self.provider}/{row['_id']} is gone")
            changed = [name for name in sorted({*row, *now} - set(self.besides)) if row.get(name) != now.get(name)]
            if changed:
                return Finding(False, f"{self.provider}/{row['_id']} has another {changed[0]}")
        return Finding(True, f"{self.provider} are as they were")


@dataclass(frozen=True, slots=True)
class Left:
    """Of the rows that were there before, exactly those are left that have these fields, as they were; none is new."""

    provider: str
    where: Mapping[str, Wanted]

    def __call__(self, seen: Evidence, /) -> Finding:
        wanted = {str(row["_id"]): row for row in seen.before.provider(self.provider) if fits(row, self.where)}
        there = {str(row["_id"]): row for row in seen.after.provider(self.provider)}
        return Finding(there == wanted, f"{self.provider} {', '.join(there)} are left, wanted {', '.join(wanted)}")


@dataclass(frozen=True, slots=True)
class Says:
    """The answer names this and none of the others."""

    wanted: str
    others: Collection[str] = ()

    def __call__(self, seen: Evidence, /) -> Finding:
        said = _alike(seen.answer or "")
        rest = said.replace(_alike(self.wanted), " ")
        right = _alike(self.wanted) in said and not any(_alike(other) in rest for other in self.others if other)
        return Finding(right, _words(seen))


@dataclass(frozen=True, slots=True)
class Counts:
    """The first number of the answer, in digits or else as a word, is this."""

    wanted: int

    def __call__(self, seen: Evidence, /) -> Finding:
        said = _alike(seen.answer or "")
        found = re.search(r"\d+", said) or _WORD.search(said)
        value = None if found is None else _count(found[0])
        return Finding(value == self.wanted, _words(seen))


@dataclass(frozen=True, slots=True)
class SaysWhen:
    """The first day and the first time of day in the answer are those of a moment (ms)."""

    moment: int

    def __call__(self, seen: Evidence, /) -> Finding:
        wanted = datetime.fromtimestamp(self.moment / 1000, UTC)
        said = _alike(seen.answer or "")
        day = next(_days(said), None) == (wanted.month, wanted.day)
        time = next(_times(said), None) == (wanted.hour, wanted.minute)
        return Finding(day and time, _words(seen))


def _days(said: str) -> Iterator[tuple[int, int]]:
    for pattern in _DAYS:
        for found in pattern.finditer(said):
            parts = found.groupdict()
            month = _MONTHS.index(parts["name"]) + 1 if "name" in parts else int(parts["month"])
            yield month, int(parts["day"])


def _times(said: str) -> Iterator[tuple[int, int]]:
    for found in _CLOCK.finditer(said):
        hour, minute = int(found["hour"]), found["minute"]
        late = found["before"] in ("下午", "晚上") or (found["after"] or "").startswith("p")
        early = found["before"] in ("上午", "早上") or (found["after"] or "").startswith("a")
        hour = hour + 12 if late and hour < 12 else 0 if early and hour == 12 else hour
        yield hour, 30 if minute == "半" else int(minute or 0)


def _count(word: str) -> int:
    for table in _COUNTS:
        if word in table:
            return table.index(word)
    return int(word)


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(seen: Evidence) -> str:
    return "nothing was answered" if seen.answer is None else f"the answer is {seen.answer[:80]!r}"
