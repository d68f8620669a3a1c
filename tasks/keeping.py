"""The files of a run: what was asked, and a result for each episode that is over.

Knows files and when a result counts. Does not know how results come about. One process at a time works on a run; whatever
stops it leaves at most one cut-off result at the end, which goes when the run is opened again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from agent.errors import RecordingFailed
from tasks.results import EPISODES_FOLDER, RESULTS_FILE, RUN_FILE, BadRun, InstanceId, Result, Run

SAME = ("suite", "version", "digest", "model", "fingerprint", "device", "seeds", "repeats", "options")
"""What has to be alike for a run to be gone on with; versions and dates may differ."""


class RunFolder:
    """One run that is open. Use it as a context manager; close() may be called twice.

    run: as it was asked for first. results: those that count, in the order in which they came.
    """

    def __init__(self, directory: Path, run: Run) -> None:
        """Make the run, or go on with the one that is there.

        Raises BadRun where another run is there or somebody is at work on it, RecordingFailed where nothing can be written.
        """
        self.directory = directory
        self._file = -1
        with _writing(directory):
            self.episodes.mkdir(parents=True, exist_ok=True)
            self._file = os.open(directory / RUN_FILE, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._file, directory)
            with _writing(directory):
                there = os.pread(self._file, os.fstat(self._file).st_size, 0)
                if not there:  # a new one, or one that was killed before it began
                    _write(self._file, run.model_dump_json(indent=1).encode() + b"\n")
            self.run = _fitting(there, run, directory) if there else run
            self.results = list(_whole_results(directory / RESULTS_FILE))
        except BaseException:
            self.close()
            raise

    @property
    def episodes(self) -> Path:
        """Where the recordings go."""
        return self.directory / EPISODES_FOLDER

    def append(self, result: Result) -> None:
        """Keep a result; on the disk when this returns. Raises RecordingFailed and then leaves no half line."""
        with _writing(self.directory):
            file = os.open(self.directory / RESULTS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                _write(file, result.model_dump_json().encode() + b"\n")
            finally:
                os.close(file)
        self.results.append(result)

    def close(self) -> None:
        """Let others work on the run."""
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _lock(file: int, directory: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BadRun(
            f"Another process is at work on the run {directory}: wait until it has ended, or name another directory with --out."
        ) from error
    except OSError:
        pass  # a file system without locks


def _fitting(data: bytes, run: Run, directory: Path) -> Run:
    try:
        there = Run.model_validate_json(data)
    except ValidationError as error:
        raise BadRun(f"{directory / RUN_FILE} cannot be read; name another directory with --out.") from error
    differing = [name for name in SAME if getattr(there, name) != getattr(run, name)]
    if differing:
        raise BadRun(f"{directory} holds a run with another {' and '.join(differing)}; name another directory with --out.")
    return there


def _whole_results(path: Path) -> Iterator[Result]:
    """All results; a cut-off last one goes, and its episode is run again."""
    with _writing(path.parent):
        data = path.read_bytes() if path.exists() else b""
        whole, _, torn = data.rpartition(b"\n")
        if torn:
            os.truncate(path, len(data) - len(torn))
    seen: set[InstanceId] = set()
    for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
        try:
            result = Result.model_validate_json(line)
        except ValidationError as error:
            raise BadRun(f"Line {number} of {path} cannot be read: {error.errors()[0]['msg']}.") from error
        if result.id in seen:
            raise BadRun(f"Line {number} of {path} is a second result of {result.id.name}: take one of the two out.")
        seen.add(result.id)
        yield result


def _write(file: int, data: bytes) -> None:
    """Append all or nothing; raises OSError."""
    before = os.fstat(file).st_size
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        os.fsync(file)
    except BaseException:  # Ctrl-C, too: what was half written has no result
        os.ftruncate(file, before)
        raise


@contextmanager
def _writing(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordingFailed(
            f"The run cannot be kept in {where} ({error.strerror or error}): free some space and go on with the same command, "
            "or name another directory with --out."
        ) from error
