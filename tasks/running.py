"""Run a suite and keep what comes of it, so that it can be stopped at any moment and gone on with.

Knows the files of a run and when an episode counts. Does not know how episodes are carried out, or where.
A result is on the disk before anyone hears of it; an episode that has one is never run again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import ValidationError

from agent.errors import RecordingFailed
from tasks.executors import Executor, Job
from tasks.results import EPISODES_FOLDER, RESULTS_FILE, RUN_FILE, InstanceId, Result, Run, Verdict
from tasks.rollout import Rollout

ATTEMPTS = 3
"""So often an episode is begun where something broke before anything was done to the phone."""


class BadRun(Exception):
    """A directory holds no run that can be gone on with; one sentence for a person."""


def begin(directory: Path, run: Run) -> list[Result]:
    """Make the run's directory, or go on with what is there; returns the results so far.

    A cut-off last result goes: its episode is run again. Raises BadRun where another run is there, RecordingFailed.
    """
    path = directory / RUN_FILE
    with _writing(directory):
        (directory / EPISODES_FOLDER).mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_whole(path, run.model_dump_json(indent=1) + "\n")
            return []
        try:
            there = Run.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise BadRun(f"{path} cannot be read; name another directory with --out.") from error
        differing = [
            name
            for name in ("suite", "version", "digest", "model", "fingerprint", "device", "seeds", "repeats", "options")
            if getattr(there, name) != getattr(run, name)
        ]
        if differing:
            raise BadRun(f"{directory} holds a run with another {' and '.join(differing)}; name another directory with --out.")
        return list(_whole_results(directory / RESULTS_FILE))


def go_on(
    directory: Path,
    instances: Iterable[InstanceId],
    so_far: Sequence[Result],
    executor: Executor,
    *,
    hear: Callable[[Result], None] = lambda _result: None,
) -> None:
    """Run what has no result yet. hear: is told every result once it is on the disk. Raises WorkerFailed, RecordingFailed."""
    counted = {result.id for result in so_far}
    waiting: list[Job] = [(instance, 1) for instance in instances if instance not in counted]
    while waiting:
        again: list[Job] = []
        with closing(executor.run(waiting)) as running:
            for (instance, attempt), done in running:
                if _begun_again(done, attempt):
                    again.append((instance, attempt + 1))
                    continue
                _append(directory / RESULTS_FILE, done.result)
                hear(done.result)
        waiting = again


def _begun_again(done: Rollout, attempt: int) -> bool:
    return done.result.verdict is Verdict.ERROR and not done.delivered and attempt < ATTEMPTS


def _whole_results(path: Path) -> Iterator[Result]:
    if not path.exists():
        return
    data = path.read_bytes()
    whole, _, torn = data.rpartition(b"\n")
    if torn:
        os.truncate(path, len(whole) + 1 if whole else 0)
    for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
        try:
            yield Result.model_validate_json(line)
        except ValidationError as error:
            raise BadRun(f"Line {number} of {path} cannot be read: {error.errors()[0]['msg']}.") from error


def _append(path: Path, result: Result) -> None:
    data = result.model_dump_json().encode() + b"\n"
    with _writing(path.parent):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            before = os.fstat(file).st_size
            try:
                if os.write(file, data) != len(data):
                    raise OSError(28, "no space left")
                os.fsync(file)
            except OSError:
                os.ftruncate(file, before)
                raise
        finally:
            os.close(file)


def _write_whole(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


@contextmanager
def _writing(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordingFailed(
            f"The run cannot be kept in {where} ({error.strerror or error}): free some space or name another directory "
            "with --out."
        ) from error
