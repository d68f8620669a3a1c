"""How much room recordings take: text and pictures, each for one step.

Knows files and how many steps an episode has. Does not know what is in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.recording.disk import FRAMES, LINES, SEAL
from agent.recording.reading import read_episode


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sums over episodes. text: bytes of lines and seals. pictures: bytes of frames. shown: how often a line names a frame."""

    episodes: int
    steps: int
    text: int
    frames: int
    pictures: int
    shown: int

    @property
    def text_per_step(self) -> float:
        """Bytes; the lines before the first step and after the last one are counted in."""
        return self.text / max(self.steps, 1)

    @property
    def pictures_per_step(self) -> float:
        """Bytes."""
        return self.pictures / max(self.steps, 1)


def sizes(directories: Sequence[Path]) -> Sizes:
    """Add up what these episodes take; raises BadEpisode."""
    steps = text = frames = pictures = shown = 0
    for directory in directories:
        episode = read_episode(directory)
        steps += len(episode.steps)
        shown += sum((step.observed is not None) + (step.settled is not None) for step in episode.steps)
        text += sum(path.stat().st_size for path in (directory / LINES, directory / SEAL) if path.exists())
        found = [path.stat().st_size for path in (directory / FRAMES).glob("*.png")]
        frames += len(found)
        pictures += sum(found)
    return Sizes(len(directories), steps, text, frames, pictures, shown)
