"""What results may be counted by. Imports nothing heavy, so that `--help` may name it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from tasks.results import Result

LENGTHS = ((3, "1-3 steps"), (6, "4-6 steps"), (10, "7-10 steps"), (15, "11-15 steps"))
"""The longest of each, and what it is called; LONG is above, UNKNOWN where no solution was measured."""
LONG, UNKNOWN = "16+ steps", "unknown"
NONE = "none"


class By(StrEnum):
    """What results may be counted by."""

    APP = "app"
    LENGTH = "length"
    FAULT = "fault"
    TASK = "task"
    LOCALE = "locale"
    TAG = "tag"


USUAL = (By.APP, By.LENGTH, By.FAULT, By.LOCALE, By.TAG)
"""Counted where nothing else is asked for; a table of one row says nothing and is left out of them."""


def groups(result: Result, by: By) -> tuple[str, ...]:
    """The groups that a result is counted in: with apps and tags several, so that their rows overlap."""
    match by:
        case By.APP:
            return tuple(dict.fromkeys(result.apps)) or (NONE,)
        case By.LENGTH:
            return (length(result.oracle_steps),)
        case By.FAULT:
            return (result.id.fault or NONE,)
        case By.TASK:
            return (result.id.task,)
        case By.LOCALE:
            return (result.id.locale,)
        case By.TAG:
            return tuple(dict.fromkeys(result.tags)) or (NONE,)
        case _:
            assert_never(by)


def length(steps: int) -> str:
    """How long a task is, by the steps of its shipped solution."""
    if steps == 0:
        return UNKNOWN
    return next((name for longest, name in LENGTHS if steps <= longest), LONG)


def order(by: By, names: set[str]) -> list[str]:
    """Groups as they are listed: lengths from short to long, everything else by name, and what is in no group last."""
    ranks = {name: rank for rank, (_, name) in enumerate(LENGTHS)} | {LONG: len(LENGTHS)} if by is By.LENGTH else {}
    return sorted(names, key=lambda name: (name in (NONE, UNKNOWN), ranks.get(name, 0), name))
