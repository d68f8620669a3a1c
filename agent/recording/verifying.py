"""Is a recording what was recorded? Every line, every frame file and the seal, byte by byte.

Knows how lines, frames and seal belong together. Does not judge what was done. A chain without a key cannot stop somebody
who writes all of it anew; where that matters, keep the last hash elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from agent.episode import Check, Checked, Ended, FrameRecord, Outcome, fold
from agent.errors import BadEpisode
from agent.recording.chain import Entry, body_of, chained, chainless, entries, tail
from agent.recording.disk import FRAMES, LINES, SEAL
from agent.recording.reading import read_frame
from agent.recording.seal import Seal, frame_of, seal_bytes, seal_of


class State(StrEnum):
    """intact: as recorded, to the end. interrupted: as recorded, but the end is missing. damaged: not as recorded."""

    INTACT = "intact"
    INTERRUPTED = "interrupted"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was recorded. where: a line or a file of the recording."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What verify() found.

    version: of the format, 0 where nobody can tell. lines, frames: how many are sound. missing: how the end is missing, empty
    if it is not. lost: lines that were there once, as the seal says, and are gone. extra: files that belong to nothing.
    chain: the last line's hash. outcome, check: as the lines say.
    """

    directory: Path
    version: int = 0
    lines: int = 0
    frames: int = 0
    problems: tuple[Problem, ...] = ()
    missing: str = ""
    lost: int = 0
    extra: tuple[str, ...] = ()
    chain: str = ""
    outcome: Outcome | None = None
    check: Check = "unknown"

    @property
    def state(self) -> State:
        """Damage weighs more than a missing end."""
        if self.problems:
            return State.DAMAGED
        return State.INTERRUPTED if self.missing else State.INTACT

    @property
    def good(self) -> bool:
        """Nothing that was recorded is altered or gone; the episode may have been interrupted."""
        return not self.problems and not self.lost


def verify(directory: Path) -> Report:
    """Look at everything that belongs to one recording; only reads."""
    try:
        data = (directory / LINES).read_bytes()
    except OSError as error:
        return Report(directory, problems=(Problem(LINES, f"is missing or cannot be read ({error.strerror})"),))
    found = list(entries(data))
    old = chainless(found)
    problems = list(_lines(found, old))
    frames = _first_named(found)
    altered = [problem for number, frame in frames.values() if (problem := _frame(directory, number, frame)) is not None]
    missing, lost = "", 0
    if not problems:  # an altered line is the reason for whatever else no longer fits
        missing, lost, further = _end(directory, data, found, old)
        problems += further
    lines = [entry.line for entry in found if entry.line is not None]
    episode = None
    try:
        episode = fold(lines)
    except BadEpisode as error:
        if found and not problems:
            problems.append(Problem("line 1", str(error)))
    return Report(
        directory,
        version=0 if episode is None else episode.header.schema_version,
        lines=sum(entry.line is not None and (old or entry.sound) for entry in found),
        frames=len(frames) - len(altered),
        problems=(*problems, *altered),
        missing=missing,
        lost=lost,
        extra=tuple(_extra(directory, {f"{FRAMES}/{digest}.png" for digest in frames})),
        chain=found[-1].hash if found else "",
        outcome=None if episode is None else episode.outcome,
        check="unknown" if episode is None else episode.check,
    )


def _lines(found: list[Entry], old: bool) -> Iterator[Problem]:
    for entry in found:
        if not old and not entry.hash:
            yield Problem(f"line {entry.number}", "was altered: it has no hash")
        elif not old and not entry.sound:
            yield Problem(f"line {entry.number}", "was altered, or is not what was written after the line before it")
        elif entry.line is None:
            yield Problem(f"line {entry.number}", f"cannot be read: {entry.problem}")


def _first_named(found: list[Entry]) -> dict[str, tuple[int, FrameRecord]]:
    """Digest -> the first line that names the frame, and the frame."""
    named: dict[str, tuple[int, FrameRecord]] = {}
    for entry in found:
        if entry.line is not None and (frame := frame_of(entry.line)) is not None:
            named.setdefault(frame.digest, (entry.number, frame))
    return named


def _frame(directory: Path, number: int, frame: FrameRecord) -> Problem | None:
    name = f"{FRAMES}/{frame.digest}.png"
    where = f"{name} (line {number})"
    try:
        data = (directory / name).read_bytes()
    except OSError as error:
        return Problem(where, f"is missing or cannot be read ({error.strerror})")
    if frame.file:
        return None if hashlib.sha256(data).hexdigest() == frame.file else Problem(where, "was altered")
    try:
        read_frame(directory, frame)  # version 1 knows the pixels only
    except BadEpisode:
        return Problem(where, "is not the picture that was recorded")
    return None


def _end(directory: Path, data: bytes, found: list[Entry], old: bool) -> tuple[str, int, list[Problem]]:
    """How the end is missing, how many lines are lost, and what is wrong with the last bytes and with the seal."""
    torn = tail(data)
    path = directory / SEAL
    if old or not path.exists():
        if _is_whole(torn, found):
            return "", 0, [Problem(f"line {len(found) + 1}", "was altered: its line break is another character")]
        return _unsealed(torn, found, old), 0, []
    try:
        kept = path.read_bytes()
        seal = Seal.model_validate_json(kept)
    except (OSError, ValidationError):
        return "", 0, [Problem(SEAL, "was altered: it cannot be read")]
    hashes = [entry.hash for entry in found]
    if seal.chain not in hashes and seal.lines > len(found) and seal.bytes > len(data):
        lost = seal.lines - len(found)
        return f"the end was cut off: {len(found)} of {seal.lines} lines are there", lost, []
    sealed = hashes.index(seal.chain) + 1 if seal.chain in hashes else len(found)
    covered = found[:sealed]
    after = found[sealed:]
    if torn and not after and seal.chain == (found[-1].hash if found else ""):
        return "", 0, [Problem(f"line {len(found) + 1}", "was written after the episode was sealed")]
    if torn and seal.bytes <= len(data):
        return "", 0, [Problem(f"line {len(found) + 1}", "was altered: its line break is another character")]
    problems = [
        Problem(f"line {entry.number}", "was written after the episode was sealed")
        for entry in after
        if not isinstance(entry.line, Checked)
    ]
    expected = seal_of(covered, sum(_sizes(data)[:sealed]))
    if expected is None or seal_bytes(expected) != kept:
        problems.append(Problem(SEAL, f"was altered: {_difference(seal, expected)}"))
    return ("a check was added and not sealed" if after and not problems else ""), 0, problems


def _unsealed(torn: bytes, found: list[Entry], old: bool) -> str:
    if torn:
        return f"line {len(found) + 1} is cut off"
    ended = any(isinstance(entry.line, Ended) for entry in found)
    if old and ended:
        return ""
    return "it was not sealed after its end" if ended else "it has no end"


def _is_whole(torn: bytes, found: list[Entry]) -> bool:
    """The bytes after the last line break are a sound line and one more byte."""
    body = body_of(torn[:-1])
    before = found[-1].hash if found else chained("", b"")
    return body != torn[:-1] and chained(before, body).encode() == torn[-67:-3]


def _sizes(data: bytes) -> list[int]:
    return [len(raw) + 1 for raw in data.split(b"\n")[:-1]]


def _difference(seal: Seal, expected: Seal | None) -> str:
    if expected is None:
        return "these lines have no end that could be sealed"
    said, true = seal.model_dump(mode="json"), expected.model_dump(mode="json")
    names = [name for name in true if said[name] != true[name]]
    return "; ".join(f"{name} is {json.dumps(said[name])}, not {json.dumps(true[name])}" for name in names) or "its spelling"


def _extra(directory: Path, named: set[str]) -> list[str]:
    """Files in the folder that neither a line nor the format names."""
    known = {LINES, SEAL} | named
    found = (Path(place, name).relative_to(directory).as_posix() for place, _, files in os.walk(directory) for name in files)
    return sorted(name for name in found if name not in known)
