"""What is done, in one directory: a file that says what was asked, and a line for each stage that is over.

Knows files. Does not know how a stage is done. A line is written when its stage is over, so what was stopped in the middle is
gone on with, and what is written is never done again.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError

from agent.errors import TrainingRefused
from agent.training.trainer.claiming import RUN, claim
from devices.actions import Frozen

LOG = "log.jsonl"
PATIENCE = 10.0
"""Seconds to wait for what still works here: the programs of a process that was killed take a moment to end."""


class Measured(Frozen):
    """How good a model is in the worlds that are held out.

    round: after which it was made; 0 is the model to begin with. run: the directory of the run. episodes: how many there were.
    succeeded: of how many the check says that it was done. rate: of all; low, high: its interval of 95 %. errors: episodes
    that broke and say nothing of the model. false_done: claims that the check refutes.
    """

    stage: Literal["measured"] = "measured"
    round: int
    run: str
    suite_digest: str
    episodes: int
    succeeded: int
    rate: float
    low: float
    high: float
    errors: int
    false_done: int


class Practised(Frozen):
    """What came of the rollouts of a round.

    policy: the round whose model practised. episodes, succeeded, errors: as in Measured. kept: instances of all rounds so far
    that there is a success of. new: of these, how many were not there before, or are shorter now.
    """

    stage: Literal["practised"] = "practised"
    round: int
    policy: int
    run: str
    suite_digest: str
    episodes: int
    succeeded: int
    errors: int
    kept: int
    new: int


class Taught(Frozen):
    """What a round was trained on, and how it went. own: rows of the model's own successes. mixed: rows that were mixed in."""

    stage: Literal["taught"] = "taught"
    round: int
    adapter: str
    own: int
    mixed: int
    steps: int
    seconds: float
    loss: float | None


class Judged(Frozen):
    """Whether a round's model is taken over. best: the round whose model is the best so far."""

    stage: Literal["judged"] = "judged"
    round: int
    taken: bool
    best: int
    reason: str


Entry = Annotated[Measured | Practised | Taught | Judged, Field(discriminator="stage")]
ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


class Journal:
    """One directory that is open. Use it as a context manager."""

    def __init__(self, directory: Path, identity: Mapping[str, str]) -> None:
        """Begin, or go on; raises TrainingRefused where something else is there, or somebody is at work on it."""
        self.directory = directory
        self._file = -1
        claim(directory, identity)
        self._file = os.open(directory / RUN, os.O_RDONLY)
        try:
            _lock(self._file, directory)
            self.entries = self._read()
        except BaseException:
            self.close()
            raise

    @property
    def lock(self) -> int:
        """The file that is locked; a program that holds it open, too, keeps it locked until it ends."""
        return self._file

    def add(self, entry: Entry) -> None:
        """A stage is over; on the disk when this returns."""
        with (self.directory / LOG).open("a", encoding="utf-8") as file:
            file.write(entry.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.entries.append(entry)

    def close(self) -> None:
        """Let others work on it."""
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _read(self) -> list[Entry]:
        """All lines; a cut-off last one goes, and its stage is done again."""
        path = self.directory / LOG
        data = path.read_bytes() if path.is_file() else b""
        whole, _, torn = data.rpartition(b"\n")
        if torn:
            os.truncate(path, len(data) - len(torn))
        try:
            return [ENTRY.validate_json(line) for line in whole.splitlines() if line]
        except ValidationError as error:
            raise TrainingRefused(f"{path} cannot be read; name another --out.") from error


def _lock(file: int, directory: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise TrainingRefused(
                    f"Another process is at work in {directory}: wait until it has ended, or name another --out."
                ) from error
            time.sleep(0.2)
        except OSError:
            return  # a file system without locks
