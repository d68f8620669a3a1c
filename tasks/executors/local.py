"""Workers in processes of this machine.

Knows processes. Does not know what a worker does. A worker ends when its pipe does, so nothing outlives a run that is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from agent.errors import AgentError
from devices.errors import BadOption, MissingDependency
from tasks.executors import DEATHS, HUNG, Begun, Job, WorkerFailed, next_job, nobody
from tasks.rollout import Rollout
from tasks.task import BadSuite
from tasks.worker import Worker, WorkerSpec, lost, recording_of

END_SECONDS = 20.0
"""A worker that has nothing to do gets so long to end."""
HURRY_SECONDS = 3.0
"""And one that is interrupted."""
LONGEST_WORDS = 300
_SPAWN = multiprocessing.get_context("spawn")


@dataclass
class _Hired:
    """One process. words: file of what it says on standard error. job: what it is at; recording, until: of that."""

    process: SpawnProcess
    pipe: Connection
    words: Path
    job: Job | None = None
    recording: Path = Path()
    until: float = 0.0

    def last_words(self) -> str:
        """The last line that it said, if any."""
        try:
            lines = self.words.read_text("utf-8", "replace").split("\n")
        except OSError:
            return ""
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f": {said[:LONGEST_WORDS]}" if said else "."


@dataclass(frozen=True, slots=True)
class _Gone:
    """There is no worker any more. hung: it was ended because it took too long."""

    reason: str
    hung: bool = False


class LocalExecutor:
    """jobs: workers at a time, each with a phone and, where there is one, a model of its own."""

    def __init__(self, spec: WorkerSpec, jobs: int) -> None:
        self._spec = spec
        self._jobs = jobs

    def run(self, jobs: Sequence[Job], begun: Begun = nobody) -> Generator[tuple[Job, Rollout], None, None]:
        """See Executor."""
        waiting = deque(jobs)
        hired: list[_Hired] = []
        deaths = 0
        try:
            while waiting or any(one.job is not None for one in hired):
                while waiting and len(hired) < self._jobs:
                    hired.append(_hire(self._spec))
                for one in [one for one in hired if one.job is None]:
                    if waiting:
                        one.job = next_job(waiting, [other.job for other in hired])
                        self._send(one, one.job)
                        begun(one.job)
                    else:
                        hired.remove(one)
                        _let_go([one])
                for one, done in list(_heard(hired)):
                    job, one.job = one.job, None
                    assert job is not None
                    if isinstance(done, Rollout):
                        deaths = 0
                        yield job, done
                        continue
                    hired.remove(one)
                    _end(one)
                    deaths += not done.hung
                    if deaths >= DEATHS:
                        raise WorkerFailed(f"{deaths} workers ended one after the other without a result. {done.reason}")
                    instance, attempt = job
                    yield job, lost(instance, done.reason, attempt, one.recording)
        finally:
            _let_go(hired)

    def _send(self, one: _Hired, job: Job) -> None:
        one.recording = recording_of(self._spec.episodes, job[0])
        one.until = time.monotonic() + self._spec.patience(job[0])
        with suppress(OSError):  # it may have ended, as is heard next
            one.pipe.send(job)


def _heard(hired: Sequence[_Hired]) -> Iterator[tuple[_Hired, Rollout | _Gone]]:
    """Waits until workers have something to say, or may be waited for no longer. Raises WorkerFailed."""
    busy = [one for one in hired if one.job is not None]
    if not busy:
        return
    ready = wait([one.pipe for one in busy], max(0.0, min(one.until for one in busy) - time.monotonic()))
    for one in busy:
        if one.pipe in ready:
            try:
                said = one.pipe.recv()
            except (EOFError, OSError):
                one.process.join(END_SECONDS)
                yield one, _Gone(f"The worker's process ended with status {one.process.exitcode}{one.last_words()}")
                continue
            if isinstance(said, str):
                raise WorkerFailed(said)
            yield one, said
        elif time.monotonic() > one.until:
            yield one, _Gone(HUNG, hung=True)


def _hire(spec: WorkerSpec) -> _Hired:
    file, words = tempfile.mkstemp(prefix="fingertip-worker-", suffix=".txt")
    os.close(file)
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(spec, theirs, words), daemon=True)
    with _deaf():
        process.start()
    theirs.close()
    return _Hired(process, ours, Path(words))


@contextmanager
def _deaf() -> Iterator[None]:
    """A process that is started here does not hear Ctrl-C before it has seen to that itself, and is started whole.

    Another thread of ours may take the signal all the same, and Python then interrupts this one: what comes meanwhile is
    therefore noted, and comes again afterwards. Half a start would leave a process that complains of it.
    """
    noted: list[int] = []
    here = threading.current_thread() is threading.main_thread()  # elsewhere Python interrupts nothing
    heard = (signal.SIGINT, signal.SIGTERM) if here else ()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handlers = {number: signal.signal(number, lambda number, _: noted.append(number)) for number in heard}
    try:
        yield
    finally:
        # Unblocked first: what waits is noted, too.
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for again in noted[:1]:
            signal.raise_signal(again)


def _let_go(hired: Sequence[_Hired]) -> None:
    """Say goodbye to all, then wait for each."""
    for one in hired:
        one.pipe.close()
    until = time.monotonic() + (END_SECONDS if all(one.job is None for one in hired) else HURRY_SECONDS)
    for one in hired:
        one.process.join(max(0.0, until - time.monotonic()))
        _end(one)


def _end(one: _Hired) -> None:
    one.pipe.close()
    if one.process.is_alive():
        one.process.kill()
    one.process.join()
    one.words.unlink(missing_ok=True)


def _work(spec: WorkerSpec, pipe: Connection, words: str) -> None:
    """The life of a worker's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then closes the pipe
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _end_with_the_parent(words)
    file = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(file, 2)  # what models and libraries complain about would tear the progress bar apart
    os.close(file)
    worker: Worker | None = None
    try:
        worker = Worker(spec)
        while True:
            instance, attempt = pipe.recv()
            pipe.send(worker.run(instance, attempt))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except (AgentError, BadSuite, BadOption, MissingDependency) as error:
        pipe.send(str(error))
    finally:
        if worker is not None:
            worker.close()


def _end_with_the_parent(words: str) -> None:
    """A run that is killed closes no episode of its workers; they end at once, and so do their phones."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        Path(words).unlink(missing_ok=True)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
