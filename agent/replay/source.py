"""A recorded episode, made ready to be done again.

Knows which recorded steps reached the device. Does not know how they are done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.decision import Act
from agent.episode import Decided, Episode, FrameRecord, NotPerformed, Settled, places
from agent.errors import BadEpisode
from agent.recording import read_episode, read_frame
from devices.actions import Action

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Move:
    """One recorded action that may have reached the device.

    action: as it was done, which is not as decided where a hook edited it.
    """

    step: int
    before: FrameRecord
    decided: Decided
    action: Action
    settled: Settled | None

    @property
    def fraction(self) -> tuple[float, ...]:
        """Its places as fractions of the frame, x and y in turn."""
        return places(Act(action=self.action))


@dataclass(frozen=True, slots=True)
class Source:
    """A recorded episode, made ready to be done again. final: the last frame that is known after the last move."""

    directory: Path
    episode: Episode
    moves: tuple[Move, ...]
    final: FrameRecord | None

    @property
    def count(self) -> str:
        """How many actions, in words."""
        return f"{len(self.moves)} action{'' if len(self.moves) == 1 else 's'}"

    def frame(self, record: FrameRecord) -> Image:
        """The picture; raises BadEpisode."""
        return read_frame(self.directory, record)


def read_source(directory: Path) -> Source:
    """Read an episode for replay; raises BadEpisode where there is nothing to do again."""
    episode = read_episode(directory)
    if episode.opened is None:
        raise BadEpisode(f"{directory} holds an episode that ended before its device was open: there is nothing to do again.")
    moves: list[Move] = []
    final: FrameRecord | None = None
    for step in episode.steps:
        if step.observed is not None:
            final = step.observed.frame
        if step.observed is None or not isinstance(step.reply, Decided):
            continue
        first = step.decision
        if not isinstance(first, Act):
            if isinstance(step.done, NotPerformed):
                continue  # a hook did not let the agent end the episode here
            break
        if step.done is None or (isinstance(step.done, NotPerformed) and step.done.why != "unknown"):
            continue  # surely nothing was done, or the recording broke off before it
        moves.append(Move(step.number, step.observed.frame, step.reply, first.action, step.settled))
        final = step.settled.frame if step.settled else None
    return Source(directory, episode, tuple(moves), final)
