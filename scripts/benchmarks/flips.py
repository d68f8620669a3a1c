"""One byte of a recording becomes another one: whether verify() finds it, wherever it is."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from agent.recording import FRAMES, LINES, SEAL
from agent.recording.verifying import verify
from scripts.benchmarks.report import tracked

KINDS = {"lines": LINES, "frames": f"{FRAMES}/*", "seal": SEAL}
"""Kinds of bytes in a recording, and the files that have them."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One byte that was another one for a while. mask: the bits that changed. found: verify() says that something is wrong."""

    recording: str
    kind: str
    file: str
    offset: int
    mask: int
    found: bool


def flip_bytes(recordings: Sequence[Path], number: int, draw: random.Random) -> list[Flip]:
    """So many flips, spread evenly over the recordings and over the kinds of bytes; only copies are touched."""
    flips: list[Flip] = []
    kinds = cycle(KINDS)
    for place, recording in enumerate(tracked(recordings, "flips"), start=1):
        with tempfile.TemporaryDirectory(prefix="fingertip-flip-") as scratch:
            copy = Path(shutil.copytree(recording, Path(scratch) / recording.name))
            share = number * place // len(recordings) - len(flips)
            flips += [_flip(copy, next(kinds), draw) for _ in range(share)]
    return flips


def _flip(copy: Path, kind: str, draw: random.Random) -> Flip:
    path = draw.choice(sorted(copy.glob(KINDS[kind])))
    whole = path.read_bytes()
    offset, mask = draw.randrange(len(whole)), draw.randrange(1, 256)
    path.write_bytes(whole[:offset] + bytes([whole[offset] ^ mask]) + whole[offset + 1 :])
    found = not verify(copy).good
    path.write_bytes(whole)
    return Flip(copy.name, kind, path.relative_to(copy).as_posix(), offset, mask, found)
