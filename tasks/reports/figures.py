"""What a report says, as frozen values: the shape of its JSON. Knows no run and no page.

All rates are fractions 0..1, all intervals hold 95 %. docs/reports.md says how each is computed and where it comes from.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from agent.episode import Outcome
from devices.actions import Frozen
from tasks.reports.by import By
from tasks.results import InstanceId, Run, Verdict

Fraction = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class Method(StrEnum):
    """Where an interval comes from.

    wilson: every episode counts for itself. clustered: those of one task belong together. wilson_tasks: as clustered, but
    all tasks came out alike, so that each counts once.
    """

    WILSON = "wilson"
    CLUSTERED = "clustered"
    WILSON_TASKS = "wilson_tasks"


class Rate(Frozen):
    """count of so many, with its interval. rate: None where nothing is counted."""

    count: Count
    of: Count
    rate: Fraction | None
    low: Fraction
    high: Fraction
    method: Method = Method.WILSON


class PassK(Frozen):
    """any: pass@k, at least one of k tries. every: pass^k, all of them. tasks: those tried at least k times."""

    k: Annotated[int, Field(gt=0)]
    any: Fraction
    every: Fraction
    tasks: Count


class Spread(Frozen):
    """The middle and the slow end of some numbers."""

    median: float
    p90: float
    of: Count


class Tally(Frozen):
    """What the episodes of a group came to.

    strict: S of S+F+E. conditional: S of S+F. coverage: (S+F) of S+F+E.
    """

    tasks: Count
    success: Count
    failure: Count
    error: Count
    strict: Rate
    conditional: Rate
    coverage: Fraction | None

    @property
    def episodes(self) -> int:
        """All that have a result."""
        return self.success + self.failure + self.error


class Group(Frozen):
    """One row of a table."""

    name: str
    tally: Tally


class Table(Frozen):
    """Results counted by something. overlapping: an episode may be in several rows."""

    by: By
    overlapping: bool
    groups: tuple[Group, ...]


class Steps(Frozen):
    """How long episodes took, in replies asked for.

    passed, failed: of those. of_budget: share of the allowed steps, of all checked. of_oracle: times the shipped solution's,
    of those passed whose solution is known. at_limit: failures that ran out of steps.
    """

    passed: Spread | None
    failed: Spread | None
    of_budget: Spread | None
    of_oracle: Spread | None
    at_limit: Count


class Seconds(Frozen):
    """episode: whole ones that were checked. stages: per step, stage -> spread over these episodes."""

    episode: Spread | None
    stages: dict[str, Spread]


class Loss(Frozen):
    """One episode that did not pass; the fields are those of its result. episode: relative to the run's directory."""

    id: InstanceId
    instruction: str
    verdict: Verdict
    outcome: Outcome | None
    claimed: bool
    reason: str
    steps: Count
    episode: str


class Summary(Frozen):
    """One run. headline: the strict rate, None where the run cannot bear one; withheld says why.

    bootstrap: interval of the strict rate by drawing tasks, as a cross-check; None for a single task.
    false_done: claims that the check refutes, of all claims that were checked. missed_done: passed without a claim, of all
    passed. retried: episodes that were begun more than once.
    """

    run: Run
    directory: str
    tally: Tally
    missing: Count
    headline: Rate | None
    withheld: str
    bootstrap: tuple[float, float] | None
    false_done: Rate
    missed_done: Rate
    pass_k: tuple[PassK, ...]
    outcomes: dict[str, int]
    retried: Count
    steps: Steps
    seconds: Seconds
    tables: tuple[Table, ...]
    losses: tuple[Loss, ...]
    notes: tuple[str, ...]


class PairTest(StrEnum):
    """mcnemar: exact, each task has one pair. sign_flips: tasks have several pairs, and their mean differences are flipped."""

    MCNEMAR = "mcnemar"
    SIGN_FLIPS = "sign_flips"


class Pairs(Frozen):
    """A against B where both were checked on the same instance.

    only_a, only_b: b and c, pairs in which just this one passed. difference: rate of A minus rate of B, None without pairs.
    p: that there is none; adjusted: the same after Holm, over the rows of its table.
    """

    pairs: Count
    tasks: Count
    both: Count
    only_a: Count
    only_b: Count
    neither: Count
    difference: float | None
    low: float
    high: float
    test: PairTest
    p: Fraction
    adjusted: Fraction


class PairGroup(Frozen):
    """One row of a table of pairs."""

    name: str
    pairs: Pairs


class PairTable(Frozen):
    """Pairs counted by something; the p of its rows are adjusted together."""

    by: By
    groups: tuple[PairGroup, ...]


class Change(Frozen):
    """An instance that just one of both passed."""

    id: InstanceId
    instruction: str
    better: Literal["A", "B"]
    reason: str


class Comparison(Frozen):
    """A against B. dropped: instances with an error on either side; unmatched: with a result on one side only."""

    all: Pairs
    dropped: Count
    unmatched_a: Count
    unmatched_b: Count
    tables: tuple[PairTable, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


class Report(Frozen):
    """All that is said of one run, or of two."""

    schema_version: Literal[1] = 1
    a: Summary
    b: Summary | None = None
    comparison: Comparison | None = None
