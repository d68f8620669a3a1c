"""Ask a model again about the frames of a recorded episode, and see where it would decide otherwise.

Knows how two decisions compare. Does not touch a device.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from agent.asked import asked
from agent.decision import Act, Decision
from agent.dialects import dialect
from agent.episode import Decided, places
from agent.errors import ParseError
from agent.models.base import Model
from agent.recording import read_episode, read_frame

if TYPE_CHECKING:
    from PIL.Image import Image

NEAR = 0.014
"""Fraction of the frame in x and in y: half of the smallest place that the model's picture can show (14 of 1000)."""


class Agreement(StrEnum):
    """How a new decision compares with the recorded one."""

    SAME = "same"
    NEAR = "near"
    OTHER_PLACE = "other_place"
    OTHER_ARGUMENTS = "other_arguments"
    OTHER_ACTION = "other_action"
    UNREADABLE = "unreadable"
    WAS_UNREADABLE = "was_unreadable"


@dataclass(frozen=True, slots=True)
class Redecided:
    """One step, decided again.

    before, now: the first decision, None where the reply was unreadable. distance: of the farthest place of the two,
    as a fraction of the frame; None where they have no places to compare. inside: the new place lies within what was
    touched (told from the pixels: the text or icon there, else a finger's width around the place); None where nothing was
    touched. reply: the new raw reply.
    """

    step: int
    before: Decision | None
    now: Decision | None
    agreement: Agreement
    distance: float | None
    reply: str
    seconds: float
    inside: bool | None = None


def redecide(directory: Path, model: Model, *, speak: str = "", brief: bool | None = None) -> Iterator[Redecided]:
    """Every recorded step that got a reply, asked again with the recorded frame and history.

    speak: another dialect than the model's own. brief: another prompt than the model's own: with or without the description
    of the actions. Raises BadEpisode, ModelFailed, UnknownDialect.
    """
    episode = read_episode(directory)
    info = model.info
    speech = dialect(speak or info.dialect)
    short = info.brief if brief is None else brief
    for step in asked(episode):
        image = read_frame(directory, step.frame)
        prompt = step.prompt(speech, image, brief=short)
        reply = model.decide(prompt)
        try:
            now = speech.parse(reply.text, width=image.width, height=image.height).decisions[0]
        except ParseError:
            now = None
        before = step.reply.decisions[0] if isinstance(step.reply, Decided) else None
        agreement, distance = compare(before, now)
        seconds = sum(reply.seconds.values())
        yield Redecided(step.number, before, now, agreement, distance, reply.text, seconds, _inside(image, before, now))


def compare(before: Decision | None, now: Decision | None) -> tuple[Agreement, float | None]:
    """How two decisions agree, and how far their places lie apart."""
    if before is None:
        return Agreement.WAS_UNREADABLE, None
    if now is None:
        return Agreement.UNREADABLE, None
    if before == now:
        return Agreement.SAME, 0.0 if places(before) else None
    if _verb(before) != _verb(now):
        return Agreement.OTHER_ACTION, None
    pairs = list(zip(places(before), places(now), strict=True))
    if not pairs:
        return Agreement.OTHER_ARGUMENTS, None
    apart = [abs(a - b) for a, b in pairs]
    distance = max(math.hypot(x, y) for x, y in zip(apart[0::2], apart[1::2], strict=True))
    if max(apart) > NEAR:
        return Agreement.OTHER_PLACE, distance
    return (Agreement.NEAR if _placeless(before) == _placeless(now) else Agreement.OTHER_ARGUMENTS), distance


def count(steps: list[Redecided]) -> dict[str, int]:
    """How many steps agree in which way; every way is there."""
    found = Counter(step.agreement for step in steps)
    return {str(agreement): found[agreement] for agreement in Agreement}


def _inside(image: Image, before: Decision | None, now: Decision | None) -> bool | None:
    """Whether each new place lies in the box of what was touched then; of a stroke, where it began."""
    if before is None or now is None or not places(before) or not places(now):
        return None
    from agent.replay.target import Target

    x, y = places(before)[:2]
    column, row = places(now)[:2]
    return Target(image, x, y).box.holds(column, row)


def _verb(decision: Decision) -> str:
    return decision.action.kind if isinstance(decision, Act) else decision.decision


def _placeless(decision: Decision) -> dict[str, object]:
    body = decision.action if isinstance(decision, Act) else decision
    return body.model_dump(exclude={"x", "y", "to_x", "to_y"})
