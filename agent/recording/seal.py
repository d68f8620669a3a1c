"""The seal: what is written beside a finished episode, so that a missing end shows.

Knows what follows from the lines. Does not know files. Everything in a seal can be worked out from the lines again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from agent.episode import Check, Digest, FrameRecord, Line, Observed, Outcome, Settled, fold
from agent.recording.chain import Entry, canonical
from devices.actions import Frozen


class Seal(Frozen):
    """lines, bytes: of episode.jsonl. chain: the last line's hash. frames: how many there are; files: digest of their files."""

    schema_version: Literal[2] = 2
    lines: Annotated[int, Field(gt=0)]
    bytes: Annotated[int, Field(gt=0)]
    chain: Digest
    outcome: Outcome
    check: Check
    frames: Annotated[int, Field(ge=0)]
    files: Digest


def seal_of(found: list[Entry], size: int) -> Seal | None:
    """The seal of these lines, which take size bytes; None where the episode has not ended or a line cannot be read."""
    lines = [entry.line for entry in found if entry.line is not None]
    if len(lines) < len(found) or not lines:
        return None
    episode = fold(lines)
    if episode.outcome is None:
        return None
    frames = frames_of(lines)
    return Seal(
        lines=len(found),
        bytes=size,
        chain=found[-1].hash,
        outcome=episode.outcome,
        check=episode.check,
        frames=len(frames),
        files=_digest(frames),
    )


def seal_bytes(seal: Seal) -> bytes:
    """How a seal is written."""
    return canonical(seal.model_dump(mode="json")) + b"\n"


def frame_of(line: Line) -> FrameRecord | None:
    """The frame that a line names."""
    return line.frame if isinstance(line, Observed | Settled) else None


def frames_of(lines: Iterable[Line]) -> dict[str, FrameRecord]:
    """Digest -> frame, as first named."""
    found: dict[str, FrameRecord] = {}
    for line in lines:
        if (frame := frame_of(line)) is not None:
            found.setdefault(frame.digest, frame)
    return found


def _digest(frames: Mapping[str, FrameRecord]) -> str:
    listed = "".join(f"{digest} {frames[digest].file}\n" for digest in sorted(frames))
    return hashlib.sha256(listed.encode()).hexdigest()
