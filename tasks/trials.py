"""One thing asked of one phone: what is said, how the phone is prepared, and how to see that it was done.

Knows goals and the phone's shell. The check reads the phone's own state as on any phone (`dumpsys`, `settings get`); it
does not know the agent, what it saw or what it claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from agent.training.goals import Goal, OpenApp, SetToggle, toggle_setting
from tasks.state import Shell

FRONT = re.compile(r"mCurrentFocus=Window\{\S+ \S+ ([^\s/}]+)/")


@dataclass(frozen=True, slots=True)
class Trial:
    """One goal on one phone. group: what it is counted with. seed: the phone's world."""

    group: str
    seed: int
    goal: Goal

    @property
    def instruction(self) -> str:
        """What the agent is told: the plainest wording."""
        return self.goal.wordings()[0]


def prepare(goal: Goal, shell: Shell) -> None:
    """Make sure that there is something to do: a switch begins in the state that is not asked for."""
    match goal:
        case OpenApp():
            pass  # a phone begins on its home screen
        case SetToggle(title=title, on=on):
            namespace, key, yes, no = toggle_setting(title)
            shell(f"settings put {namespace} {key} {no if on else yes}")
        case _:
            assert_never(goal)


def done(goal: Goal, shell: Shell) -> bool:
    """Whether the phone is as the goal asks."""
    match goal:
        case OpenApp(package=package):
            found = FRONT.search(shell("dumpsys window"))
            return found is not None and found[1] == package
        case SetToggle(title=title, on=on):
            namespace, key, yes, no = toggle_setting(title)
            return shell(f"settings get {namespace} {key}").strip() == (yes if on else no)
        case _:
            assert_never(goal)
