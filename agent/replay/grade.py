"""How a replay ends, and what is said of each of its steps.

Knows the closed set of grades. Does not know how a replay is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from agent.episode import Outcome


class Grade(StrEnum):
    """How a replay ended. Only VERIFIED says that what was recorded has been done again."""

    VERIFIED = "VERIFIED"
    COMPLETED_UNVERIFIED = "COMPLETED_UNVERIFIED"
    HALTED = "HALTED"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One recorded step, done again or not.

    whole, near: shares of changed pixels, where screens were compared. score: of the found target; shift: how far it lies
    from the recorded place, as a fraction; size: pixels here for each recorded one. note: for a person.
    """

    step: int
    what: str
    whole: float | None = None
    near: float | None = None
    score: float | None = None
    shift: float | None = None
    size: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a replay. step: where it halted, in the source's numbers; 0 where it did not.

    trouble: the device, not what it shows, ended it. outcome: as the replay's own recording has it.
    """

    grade: Grade
    reason: str
    step: int = 0
    trouble: bool = False
    outcome: Outcome = Outcome.FINISHED
    steps: tuple[Replayed, ...] = ()

    @property
    def exit_code(self) -> int:
        """What a process that did this replay exits with."""
        if self.outcome is Outcome.CANCELLED:
            return 130
        if self.trouble:
            return 3
        return {Grade.VERIFIED: 0, Grade.COMPLETED_UNVERIFIED: 1, Grade.HALTED: 2}[self.grade]


class Halt(Exception):
    """Nothing further may be sent; carries where and why."""

    def __init__(self, step: int, reason: str, *, trouble: bool = False) -> None:
        super().__init__(reason)
        self.step = step
        self.reason = reason
        self.trouble = trouble
