"""episode.jsonl while it is written: lines appended, each chained to the one before, and the seal at the end.

Knows one open file and its chain. Does not know frames, or when an episode is over.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from agent.episode import Line
from agent.errors import BadEpisode
from agent.recording.chain import NOTHING, chainless, entries, written
from agent.recording.disk import LINES, SEAL, lock, replace, write_all, writing
from agent.recording.seal import seal_bytes, seal_of


class State(NamedTuple):
    """How far the file goes: its bytes, and the hash of its last line."""

    size: int = 0
    hash: str = NOTHING


class Journal:
    """Appends lines to one file that is open and locked."""

    def __init__(self, directory: Path, file: int, state: State) -> None:
        self._directory = directory
        self._file = file
        self._state = state
        self._next = (b"", state)

    @property
    def empty(self) -> bool:
        """Nothing is written yet."""
        return self._state.size == 0

    def append(self, line: Line) -> None:
        """Write one line and wait until it is on the disk; raises RecordingFailed and then leaves no half line."""
        with writing(self._directory):
            self._mend()
            data, own = written(self._state.hash, line)
            after = State(self._state.size + len(data), own)
            self._next = (data, after)
            try:
                write_all(self._file, data)
                os.fsync(self._file)
            except OSError:
                os.ftruncate(self._file, self._state.size)
                raise
            self._state = after

    def seal(self) -> None:
        """Write the seal if the episode has ended; raises RecordingFailed."""
        with writing(self._directory):
            self._mend()
            found = list(entries(os.pread(self._file, self._state.size, 0)))
            if found and (seal := seal_of(found, self._state.size)) is not None:
                replace(self._directory / SEAL, seal_bytes(seal))

    def close(self) -> None:
        """Let go of the file and of its lock."""
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)

    @property
    def closed(self) -> bool:
        """close() was called."""
        return self._file < 0

    def _mend(self) -> None:
        # Ctrl-C can come between the write and the note that it was done: keep a whole line, cut a torn one.
        size = os.fstat(self._file).st_size
        if size == self._state.size:
            return
        data, after = self._next
        if size == after.size and os.pread(self._file, len(data), self._state.size) == data:
            self._state = after
        else:
            os.ftruncate(self._file, self._state.size)


def new_journal(directory: Path) -> Journal:
    """A fresh file; raises FileExistsError, OSError, RecordingFailed."""
    file = os.open(directory / LINES, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
    lock(file, directory)
    return Journal(directory, file, State())


def continued_journal(directory: Path) -> Journal:
    """The file of an episode that is over, without a cut-off last line.

    Raises BadEpisode where it is none, has not ended or was altered, RecordingFailed where another process writes it.
    """
    try:
        file = os.open(directory / LINES, os.O_RDWR | os.O_APPEND)
    except OSError as error:
        raise BadEpisode(f"{directory} holds no episode that can be continued ({error.strerror}).") from error
    try:
        with writing(directory):
            lock(file, directory)
            data = os.pread(file, os.fstat(file).st_size, 0)
        size = data.rfind(b"\n") + 1
        found = list(entries(data))
        if found and chainless(found):
            raise BadEpisode(f"The episode {directory} is of version 1 and cannot be continued: record it anew.")
        if any(not entry.sound or entry.line is None for entry in found):
            raise BadEpisode(f"The episode {directory} was altered: `python -m agent recordings verify` says where.")
        if not found or seal_of(found, size) is None:
            raise BadEpisode(f"The episode {directory} did not come to its end, so there is nothing to add to it.")
        with writing(directory):
            os.ftruncate(file, size)
    except BaseException:
        os.close(file)
        raise
    return Journal(directory, file, State(size, found[-1].hash))
