"""What a model was asked at each step of a recorded episode, as the loop asked it.

Knows how the loop builds history, corrections and what hooks changed. Does not know what any dialect makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.episode import Decided, Episode, FrameRecord, NotPerformed, Performed, Unreadable
from devices.actions import TOUCH_KINDS, Action

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.dialects import Dialect
    from agent.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as the model was asked at it.

    instruction: as it was told. frame: what it saw. history: what it was told of the steps before, oldest first.
    correction: why its last reply could not be read; empty if it could. reply: what it said. done: what came of it.
    actions: the kinds that it was told of. instead: what a hook put in the place of what was decided; None where none did.
    """

    number: int
    instruction: str
    frame: FrameRecord
    reply: Decided | Unreadable
    done: Performed | NotPerformed | None
    history: tuple[str, ...]
    correction: str
    actions: frozenset[str]
    instead: Action | None

    def prompt(self, speech: Dialect, image: Image, *, brief: bool) -> Prompt:
        """The same question in a dialect. image: the frame's picture; brief: as for Dialect.prompt()."""
        return speech.prompt(
            self.instruction, self.history, image, brief=brief, correction=self.correction, actions=self.actions
        )


def asked(episode: Episode) -> Iterator[Asked]:
    """Every step that got a reply, with all that the loop told the model at it."""
    history: list[str] = []
    correction = ""
    kinds = (episode.opened.device.actions if episode.opened else None) or TOUCH_KINDS
    for step in episode.steps:
        if step.observed is None or step.reply is None:
            continue
        yield Asked(
            number=step.number,
            instruction=step.told or episode.header.instruction,
            frame=step.observed.frame,
            reply=step.reply,
            done=step.done,
            history=tuple(history),
            correction=correction,
            actions=kinds,
            instead=step.instead,
        )
        correction = step.reply.message if isinstance(step.reply, Unreadable) else ""
        if step.history:
            history.append(step.history)
