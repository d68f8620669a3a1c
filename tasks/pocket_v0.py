"""What the shipped model must be able to do in version 0, on worlds that no training ever sees.

Knows which trials there are and how many must succeed. Does not know how a trial is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.training.goals import OpenApp, SetToggle, all_goals
from devices.phone.world import stream
from tasks.trials import Trial


@dataclass(frozen=True, slots=True)
class Bar:
    """What a group of trials is called, and which share of them must succeed; None where nothing is promised."""

    title: str
    share: float | None


OPEN_SETTINGS, OPEN_APP, OPEN_OTHER = "open-settings", "open-app", "open-other"
ONE_LEVEL, TWO_LEVELS = "one-level", "two-levels"
BARS = {
    OPEN_SETTINGS: Bar("open settings", 1.0),
    OPEN_APP: Bar("open one of five apps", None),
    OPEN_OTHER: Bar("open one of the others", None),
    ONE_LEVEL: Bar("switches one level deep", 0.9),
    TWO_LEVELS: Bar("switches two levels deep", None),
}
FIRST_APPS = ("Calculator", "Clock", "Contacts", "Notes", "Settings")
"""The apps that the phone had when this measure was made; those that came later are counted apart."""
SETTINGS_WORLDS = range(9000, 9050)
APP_WORLDS = range(9000, 9010)
ONE_LEVEL_WORLDS = range(9050, 9250)
TWO_LEVEL_WORLDS = range(9250, 9310)


def trials() -> tuple[Trial, ...]:
    """All trials, always the same ones in the same order."""
    return tuple(_all())


def _all() -> Iterator[Trial]:
    goals = all_goals()
    apps = [goal for goal in goals if isinstance(goal, OpenApp)]
    switches = [goal for goal in goals if isinstance(goal, SetToggle)]
    settings = next(app for app in apps if app.label == "Settings")
    yield from (Trial(OPEN_SETTINGS, seed, settings) for seed in SETTINGS_WORLDS)
    yield from (Trial(OPEN_APP, seed, app) for seed in APP_WORLDS for app in apps if app.label in FIRST_APPS)
    yield from (Trial(OPEN_OTHER, seed, app) for seed in APP_WORLDS for app in apps if app.label not in FIRST_APPS)
    yield from _drawn(ONE_LEVEL, ONE_LEVEL_WORLDS, [switch for switch in switches if switch.depth == 1])
    yield from _drawn(TWO_LEVELS, TWO_LEVEL_WORLDS, [switch for switch in switches if switch.depth == 2])


def _drawn(group: str, worlds: range, goals: Sequence[SetToggle]) -> Iterator[Trial]:
    """One goal a world: all goals in a random order before any comes again."""
    draw = stream(worlds.start, group)
    deck: list[SetToggle] = []
    for seed in worlds:
        deck = deck or draw.sample(goals, len(goals))
        yield Trial(group, seed, deck.pop())
