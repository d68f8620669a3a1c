"""Whether what was asked for was done: pure functions of the phone before, the phone after, and the answer.

Knows states and answers. Does not know the agent, its words (but for an answer that was asked for) or what it saw. Because a
check reads values only, it can be tried without a phone, and again on a recording.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tasks.state import Change, Row, State, changes

Wanted = Any
"""A value that a field must have, or a Matcher."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check may look at. before: after the set-up. after: at the end. answer: what was answered, None for nothing."""

    before: State
    after: State
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; reason says in a few words what is as wanted, or what is not."""

    passed: bool
    reason: str


class Check(Protocol):
    """Judges. Never raises on what a phone can be like."""

    def __call__(self, seen: Evidence, /) -> Finding: ...


@dataclass(frozen=True, slots=True)
class Matcher:
    """A condition on one field. words: how it reads in a reason ("contains milk")."""

    words: str
    holds: Callable[[Any], bool]

    def __str__(self) -> str:
        return self.words


def contains(text: str) -> Matcher:
    """A text that has this in it, whatever its case."""
    return Matcher(f"contains {text!r}", lambda value: isinstance(value, str) and text.casefold() in value.casefold())


def matches(pattern: str) -> Matcher:
    """A text that a regular expression describes as a whole."""
    return Matcher(f"is like {pattern!r}", lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None)


def between(low: float, high: float) -> Matcher:
    """A number from low to high, both included."""
    return Matcher(f"is {low:g} to {high:g}", lambda value: isinstance(value, int | float) and low <= value <= high)


def one_of(*values: object) -> Matcher:
    """One of some values."""
    return Matcher(f"is one of {values!r}", lambda value: value in values)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting has a value. wanted: text, as settings are, or a Matcher."""

    namespace: str
    key: str
    wanted: Wanted

    def __call__(self, seen: Evidence, /) -> Finding:
        value = seen.after.setting(self.namespace, self.key)
        words = f"{self.namespace}/{self.key} is {value!r}"
        return Finding(True, words) if _fits(value, self.wanted) else Finding(False, f"{words}, wanted {self.wanted!s}")


@dataclass(frozen=True, slots=True)
class Rows:
    """So many rows of a provider have these fields. count: exactly so many; new: count only rows that were not there before."""

    provider: str
    where: Mapping[str, Wanted]
    count: int = 1
    new: bool = False

    def __call__(self, seen: Evidence, /) -> Finding:
        known = {row["_id"] for row in seen.before.provider(self.provider)} if self.new else set()
        rows = [row for row in seen.after.provider(self.provider) if row["_id"] not in known]
        found = [row for row in rows if fits(row, self.where)]
        wanted = ", ".join(f"{name} {value!s}" for name, value in self.where.items())
        return Finding(
            len(found) == self.count,
            f"{self.provider} has {len(found)} {'new ' if self.new else ''}rows with {wanted}, wanted {self.count}",
        )


@dataclass(frozen=True, slots=True)
class File:
    """A file or a folder is there. text: what it holds, if that matters; there=False: it is gone."""

    path: str
    text: str | None = None
    there: bool = True

    def __call__(self, seen: Evidence, /) -> Finding:
        path = self.path.replace("/sdcard/", "/storage/emulated/0/")
        digest = seen.after.files.get(path)
        if digest is None or not self.there:
            return Finding((digest is not None) == self.there, f"{path} is {'not ' if digest is None else ''}there")
        right = self.text is None or digest == (hashlib.sha256(self.text.encode()).hexdigest() if self.text else "")
        return Finding(right, f"{path} {'holds' if right else 'does not hold'} what is wanted")


@dataclass(frozen=True, slots=True)
class NewFiles:
    """So many files are there that were not before, whose paths are like pattern, with * and ? as in file names."""

    pattern: str
    count: int = 1

    def __call__(self, seen: Evidence, /) -> Finding:
        path = self.pattern.replace("/sdcard/", "/storage/emulated/0/")
        found = fnmatch.filter(set(seen.after.files) - set(seen.before.files), path)
        return Finding(len(found) == self.count, f"{len(found)} new files are like {path}, wanted {self.count}")


@dataclass(frozen=True, slots=True)
class Front:
    """An app is in front; page: which of its pages, if that matters."""

    package: str
    page: str | None = None

    def __call__(self, seen: Evidence, /) -> Finding:
        right = seen.after.package == self.package and self.page in (None, seen.after.page)
        return Finding(right, f"{seen.after.package} {seen.after.page} is in front".replace("  ", " "))


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is one of these, after spaces, case, width of letters and a last full stop are made alike.

    numbers: compare only the numbers in it, in order ("It costs 12.50" is 12.5). digits: only its digits, as of a phone number.
    """

    accepted: tuple[str, ...]
    numbers: bool = False
    digits: bool = False

    def __call__(self, seen: Evidence, /) -> Finding:
        if seen.answer is None:
            return Finding(False, "nothing was answered")
        alike = _numbers if self.numbers else _digits if self.digits else _alike
        right = alike(seen.answer) in [alike(text) for text in self.accepted] and alike(seen.answer) != alike("")
        return Finding(right, f"the answer is {seen.answer[:80]!r}")


@dataclass(frozen=True, slots=True)
class All:
    """Every one of some checks passes; the reason is that of the first that does not."""

    checks: tuple[Check, ...]

    def __init__(self, *checks: Check) -> None:
        object.__setattr__(self, "checks", checks)

    def __call__(self, seen: Evidence, /) -> Finding:
        findings = [check(seen) for check in self.checks]
        return next((one for one in findings if not one.passed), Finding(True, "; ".join(one.reason for one in findings)))


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of some checks passes, where a thing can be done in more than one way; the reason is that of the first."""

    checks: tuple[Check, ...]

    def __init__(self, *checks: Check) -> None:
        object.__setattr__(self, "checks", checks)

    def __call__(self, seen: Evidence, /) -> Finding:
        findings = [check(seen) for check in self.checks]
        return next((one for one in findings if one.passed), findings[0])


@dataclass(frozen=True, slots=True)
class OnlyChanged:
    """Nothing that the phone remembers differs from before, but for what is named, with * and ? as in file names.

    settings: "global/wifi_on". rows: providers, or single rows "alarms/3". files: paths.
    """

    settings: Collection[str] = ()
    rows: Collection[str] = ()
    files: Collection[str] = ()
    besides: Collection[str] = field(default=("browser_history", "notifications", "recents", "usage"), kw_only=True)
    """Providers that change by mere looking."""

    def __call__(self, seen: Evidence, /) -> Finding:
        extra = [change for change in changes(seen.before, seen.after) if not self._allows(change)]
        if not extra:
            return Finding(True, "nothing else changed")
        more = f" and {len(extra) - 1} more" if len(extra) > 1 else ""
        return Finding(False, f"changed besides: {extra[0]}{more}")

    def _allows(self, change: Change) -> bool:
        match change.kind:
            case "setting":
                return _any(change.place, self.settings)
            case "row":
                return _any(change.place, self.rows) or _any(change.group, (*self.rows, *self.besides))
            case "file":
                return _any(change.place, [path.replace("/sdcard/", "/storage/emulated/0/") for path in self.files])


def fits(row: Row, where: Mapping[str, Wanted]) -> bool:
    """Whether a row has all these fields."""
    return all(_fits(row.get(name), wanted) for name, wanted in where.items())


def _fits(value: object, wanted: Wanted) -> bool:
    return bool(wanted.holds(value)) if isinstance(wanted, Matcher) else value == wanted


def _any(text: str, patterns: Sequence[str] | Collection[str]) -> bool:
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".。 ")


def _digits(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isdecimal())


def _numbers(text: str) -> tuple[float, ...]:
    plain = unicodedata.normalize("NFKC", text)
    return tuple(float(number.replace(",", "")) for number in re.findall(r"-?\d+(?:,\d{3})*(?:\.\d+)?", plain))
