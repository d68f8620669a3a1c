"""Read an episode back, also one that was cut off.

Knows files. Does not ask whether anybody has altered them: verify() does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from agent.episode import Episode, FrameRecord, Line, fold
from agent.errors import BadEpisode
from agent.recording.chain import parsed
from agent.recording.disk import FRAMES, LINES, SEAL
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image


def read_lines(directory: Path) -> Iterator[Line]:
    """The lines of an episode in the order written, without a cut-off last one; raises BadEpisode."""
    path = directory / LINES
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadEpisode(f"{directory} holds no episode that can be read ({error.strerror}).") from error
    whole, _, _ = data.rpartition(b"\n")
    for number, raw in enumerate(whole.split(b"\n") if whole else (), start=1):
        line, problem = parsed(raw)
        if line is None:
            raise BadEpisode(f"Line {number} of {path} cannot be read: {problem}.")
        yield line


def read_episode(directory: Path) -> Episode:
    """Read an episode, also one that was killed half-way; raises BadEpisode."""
    return fold(read_lines(directory))


def read_frame(directory: Path, record: FrameRecord) -> Image:
    """The RGB picture of a recorded frame; raises BadEpisode where it is missing or is not what was recorded."""
    from PIL import Image, UnidentifiedImageError

    path = directory / FRAMES / f"{record.digest}.png"
    try:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError) as error:
        raise BadEpisode(f"The frame {path} is missing or broken.") from error
    if Frame(image=image).digest != record.digest:
        raise BadEpisode(f"The frame {path} is not the one that was recorded.")
    return image


def find_episodes(folder: Path) -> list[Path]:
    """The episodes in a folder: itself if it is one, else all below it, sorted by path."""
    if _is_episode(folder):
        return [folder]
    return sorted(Path(place) for place, _, _ in os.walk(folder) if _is_episode(Path(place)))


def _is_episode(folder: Path) -> bool:
    """It has lines, or the seal of lines that were there once."""
    return any((folder / name).exists() for name in (LINES, SEAL))
