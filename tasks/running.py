"""Run a suite so that it can be stopped at any moment and gone on with.

Knows when an episode counts and when it is begun again. Does not know how episodes are carried out, where, or what is kept how.
A result is on the disk before anyone hears of it; an episode that has one is never run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing

from tasks.executors import Executor, Job
from tasks.keeping import RunFolder
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import Rollout

ATTEMPTS = 3
"""So often an episode is begun where something broke before anything was done to the phone."""


class Watcher:
    """Hears how a run goes; this one does nothing about it."""

    def begun(self, job: Job) -> None:
        """An episode has begun."""

    def again(self, job: Job, reason: str) -> None:
        """An episode broke before anything was done, and will be begun again."""

    def ended(self, result: Result) -> None:
        """A result is on the disk."""


def go_on(
    folder: RunFolder,
    instances: Iterable[InstanceId],
    executor: Executor,
    *,
    watcher: Watcher | None = None,
    oracle_steps: Mapping[str, int] | None = None,
) -> None:
    """Run what has no result yet. oracle_steps: how many the shipped solution needs, by task, where that is known.

    Raises WorkerFailed, RecordingFailed; what is done by then is kept.
    """
    watcher = watcher or Watcher()
    counted = {result.id for result in folder.results}
    waiting: list[Job] = [(instance, 1) for instance in instances if instance not in counted]
    while waiting:
        again: list[Job] = []
        with closing(executor.run(waiting, watcher.begun)) as running:
            for (instance, attempt), done in running:
                if _is_begun_again(done, attempt):
                    again.append((instance, attempt + 1))
                    watcher.again((instance, attempt), done.result.reason)
                    continue
                result = done.result.model_copy(update={"oracle_steps": (oracle_steps or {}).get(instance.task, 0)})
                folder.append(result)
                watcher.ended(result)
        waiting = again


def _is_begun_again(done: Rollout, attempt: int) -> bool:
    return done.result.verdict is Verdict.ERROR and not done.delivered and attempt < ATTEMPTS
