"""What can be wrong with a task, as the check of a suite tells it. Knows names; finds nothing itself."""

from __future__ import annotations

from typing import Literal

from devices.actions import Frozen

Fault = Literal[
    "passes",
    "weak",
    "oracle_fails",
    "over_budget",
    "unvisited",
    "left_behind",
    "leaks_answer",
    "unsteady",
    "impure",
    "unsaid",
    "set_up",
    "broken",
]
"""passes: somebody passes who must not. weak: the check passes on less than the task, on another task's outcome, or whatever
else was changed. oracle_fails: the shipped solution does not do it. over_budget: or not in the steps allowed. unvisited: nor
in an app that it is about. left_behind: the phone is not as found afterwards. leaks_answer: an instruction holds its answer.
unsteady: the same seed does not give the same case, or not the same phone. impure: the check depends on more than what it is
shown. unsaid: no words for it, or the words of another task. set_up: the set-up is refused, or changes what it does not name.
broken: the task cannot be made, or the phone does not outlive it."""


class Defect(Frozen):
    """One thing that is wrong. who: which agent showed it, empty where none was needed."""

    task: str
    seed: int
    fault: Fault
    who: str = ""
    reason: str
