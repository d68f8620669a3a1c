"""Where workers run: an executor takes episodes and gives back what came of them, in whatever order they end."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

from tasks.results import InstanceId
from tasks.rollout import Rollout

Job = tuple[InstanceId, int]
"""An episode and which attempt at it this is, from 1."""


class WorkerFailed(Exception):
    """A worker cannot work at all (no model, a full disk); one sentence for a person. The run ends, what is done is kept."""


class Executor(Protocol):
    """Runs jobs side by side. A worker that dies under a job is a result of that job with verdict error."""

    def run(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Rollout], None, None]:
        """Do all jobs; the generator may be closed early, and then everything that runs is ended. Raises WorkerFailed."""
