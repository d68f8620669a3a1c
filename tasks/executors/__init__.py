"""Where workers run: an executor takes episodes and gives back what came of them, in whatever order they end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from tasks.results import InstanceId
from tasks.rollout import Rollout

Job = tuple[InstanceId, int]
"""An episode and which attempt at it this is, from 1."""
Begun = Callable[[Job], None]
"""Is told of each job that a worker begins."""
DEATHS = 3
"""So many workers may end one after the other, and none of them with a result, before the run is given up."""

HUNG = "The episode took longer than it may, and its worker was ended: the phone or the model hangs, or --step-seconds is low."
"""Why an episode has no result whose worker said nothing for too long."""


class WorkerFailed(Exception):
    """A worker cannot work at all (no model, a full disk); one sentence for a person. The run ends, what is done is kept."""


class Executor(Protocol):
    """Runs jobs side by side. A worker that dies under a job, or takes too long, is a result of that job with verdict error."""

    def run(self, jobs: Sequence[Job], begun: Begun = ...) -> Generator[tuple[Job, Rollout], None, None]:
        """Do all jobs; the generator may be closed early, and then everything that runs is ended. Raises WorkerFailed."""


def nobody(_job: Job) -> None:
    """Hears of a job and does nothing about it."""


def next_job(waiting: deque[Job], at_work: Sequence[Job | None]) -> Job:
    """Take the first job on a seed that no other worker is at, so that phones are started seldom; else the first."""
    busy = {job[0].seed for job in at_work if job is not None}
    place = next((place for place, (instance, _) in enumerate(waiting) if instance.seed not in busy), 0)
    job = waiting[place]
    del waiting[place]
    return job
