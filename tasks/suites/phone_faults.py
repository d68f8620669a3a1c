"""The tasks of phone_basics while something goes wrong: once each under every fault that a phone in use gets over.

Left out: `offline` and `half_open`, in which an action may or may not have arrived and nobody can know, `screenshot_black`,
which is how a payment page looks, too, and every fault without an end that leaves nothing to be seen or touched.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tasks.checks import Check, Evidence, Finding, fits, one_of
from tasks.state import Row, State
from tasks.suites.phone_basics import SUITE as BASICS
from tasks.task import Case, Maker, Suite, Task

FAULTS = (
    "popup after=2",
    "permission after=2",
    "call after=2",
    "call style=full after=2",
    "notification after=2 seconds=8",
    "crash after=2",
    "anr after=2",
    "lag milliseconds=1500 times=3",
    "slow_shell milliseconds=300 times=20",
    "keyboard_cover after=2",
    "rotation after=2",
    "update package=all",
    "low_battery after=1",
    "screenshot_stale times=2 after=2",
    "screenshot_truncated times=2 after=2",
    "screenshot_empty times=2 after=2",
    "screenshot_failed times=2 after=2",
)
PATIENCE = 6
"""Steps more than without a fault: one to be rid of it, and the way back to where it struck."""
ARRIVALS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "calls": ({"kind": "missed"}, {"kind": "in"}),
    "live_calls": ({"kind": "in"},),
    "permissions": ({"granted": one_of(0, False)},),
    "sms": ({"kind": "inbox"},),
    "system_dialogs": ({},),
}
"""New rows that come from outside, or tell that a dialog was answered. A permission that was granted is none of them."""
STRUCK = (
    ("system", "user_rotation"),
    ("global", "fingertip_battery_level"),
    ("global", "fingertip_battery_usb"),
    ("global", "fingertip_updated_apps"),
)
"""Settings that faults change of themselves."""


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """Judges as if no fault had left a trace: what came from outside is not what the agent did."""

    check: Check

    def __call__(self, seen: Evidence, /) -> Finding:
        return self.check(dataclasses.replace(seen, after=_without_traces(seen.before, seen.after)))


def _without_traces(before: State, after: State) -> State:
    rows = dict(after.rows)
    for provider, kinds in ARRIVALS.items():
        known = {row["_id"] for row in before.provider(provider)}
        rows[provider] = tuple(row for row in after.provider(provider) if row["_id"] in known or not _any(row, kinds))
    settings = {namespace: dict(values) for namespace, values in after.settings.items()}
    for namespace, key in STRUCK:
        settings.get(namespace, {}).pop(key, None)
        if (value := before.setting(namespace, key)) is not None:
            settings[namespace][key] = value
    return after.model_copy(update={"rows": rows, "settings": settings})


def _any(row: Row, kinds: tuple[Mapping[str, object], ...]) -> bool:
    return any(fits(row, kind) for kind in kinds)


def _forgiving(make: Maker) -> Maker:
    @functools.wraps(make)
    def case(draw: Random, fresh: State) -> Case:
        made = make(draw, fresh)
        return dataclasses.replace(made, check=Undisturbed(made.check))

    return case


def _under_faults(task: Task) -> Task:
    return dataclasses.replace(task, make=_forgiving(task.make), steps=task.steps + PATIENCE)


SUITE = Suite(
    "phone_faults",
    version=1,
    about="phone_basics while something goes wrong: pop-ups, calls, crashes, lag, bad screenshots",
    faults=FAULTS,
    options={"clock": "running"},  # one who waits for a slow app waits by the clock
)
for _task in BASICS:
    SUITE.add(_under_faults(_task))
