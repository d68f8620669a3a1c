"""Workers in processes of this machine.

Knows processes. Does not know what a worker does. A worker ends when its pipe does, so nothing outlives a run that is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from agent.errors import AgentError
from tasks.executors import Job, WorkerFailed
from tasks.rollout import Rollout
from tasks.task import BadSuite
from tasks.worker import Worker, WorkerSpec, failed

END_SECONDS = 20.0
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class _Hired:
    """One process. job: what it is at."""

    process: SpawnProcess
    pipe: Connection
    job: Job | None = None


class LocalExecutor:
    """jobs: workers at a time, each with a phone and, where there is one, a model of its own."""

    def __init__(self, spec: WorkerSpec, jobs: int) -> None:
        self._spec = spec
        self._jobs = jobs

    def run(self, jobs: Sequence[Job]) -> Generator[tuple[Job, Rollout], None, None]:
        """See Executor."""
        waiting = deque(jobs)
        hired: list[_Hired] = []
        try:
            while waiting or hired:
                while waiting and len(hired) < self._jobs:
                    hired.append(_hire(self._spec))
                for one in hired:
                    if one.job is None and waiting:
                        one.job = _next_for(waiting, hired)
                        one.pipe.send(one.job)
                for one in [one for one in hired if one.job is None]:
                    hired.remove(one)
                    _let_go(one)
                ready = wait([one.pipe for one in hired]) if hired else []
                for one in [one for one in hired if one.pipe in ready]:
                    job, one.job = one.job, None
                    assert job is not None
                    try:
                        said = one.pipe.recv()
                    except (EOFError, OSError):
                        hired.remove(one)
                        one.process.join(END_SECONDS)
                        instance, attempt = job
                        reason = f"The worker's process ended with status {one.process.exitcode}."
                        yield job, Rollout(failed(instance, reason, attempt), delivered=True)
                        continue
                    if isinstance(said, str):
                        raise WorkerFailed(said)
                    yield job, said
        finally:
            for one in hired:
                _let_go(one)


def _next_for(waiting: deque[Job], hired: Sequence[_Hired]) -> Job:
    """The first job on a seed that no other worker is at, so that phones are started seldom; else the first."""
    busy = {one.job[0].seed for one in hired if one.job is not None}
    place = next((place for place, (instance, _) in enumerate(waiting) if instance.seed not in busy), 0)
    job = waiting[place]
    del waiting[place]
    return job


def _hire(spec: WorkerSpec) -> _Hired:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(spec, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Hired(process, ours)


def _let_go(one: _Hired) -> None:
    one.pipe.close()
    one.process.join(END_SECONDS if one.job is None else 2.0)
    if one.process.is_alive():
        one.process.kill()
        one.process.join()


def _work(spec: WorkerSpec, pipe: Connection) -> None:
    """The life of a worker's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then closes the pipe
    _end_with_the_parent()
    worker: Worker | None = None
    try:
        worker = Worker(spec)
        while True:
            instance, attempt = pipe.recv()
            pipe.send(worker.run(instance, attempt))
    except (EOFError, BrokenPipeError):
        pass
    except (AgentError, BadSuite) as error:
        pipe.send(str(error))
    finally:
        if worker is not None:
            worker.close()


def _end_with_the_parent() -> None:
    """A run that is killed closes no episode of its workers; they end at once, and so do their phones."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
