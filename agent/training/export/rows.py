"""From recorded steps to rows: the prompt as the loop built it, the reply as a dialect says what was decided.

Knows episodes and dialects. Does not know files of a data set or other trainers' formats. Nothing is made up: a step that
cannot be said truly is left out, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from pydantic import ValidationError

from agent.asked import Asked, asked
from agent.decision import Act, Decision
from agent.dialects import Dialect
from agent.dialects.base import Parsed
from agent.episode import Decided, Episode, FrameRecord, NotPerformed, Performed
from agent.errors import BadDataSet, BadEpisode, ParseError
from agent.prompt import Picture, Prompt, Trusted, Untrusted
from agent.recording import read_frame
from agent.replay.decisions import Agreement, compare
from agent.training.export.formats import BOX, Assistant, Messages, System, User
from agent.training.export.marks import IMAGE, defused, steers
from devices.actions import Click, DoubleTap, Hover, LongPress, Tap

if TYPE_CHECKING:
    from PIL.Image import Image

UNREADABLE = "the reply could not be read"
BROKEN_OFF = "the recording breaks off before anything was done"
NOT_DONE = {
    "refused": "the device refused the action",
    "turned": "the screen had turned, and nothing was sent",
    "unknown": "nobody knows whether the action arrived",
    "lost": "the device was lost",
    "vetoed": "a hook did not allow it",
}
EDITED = "something else was done instead"
NO_PICTURE = "the picture is missing or is not the one that was recorded"
NARROW = "the picture is too narrow for the model"
STEERING = "it enters a text that a trainer takes for a placeholder or a control token"
UNSAID = "the dialect cannot say what was decided"
LOOSE = {"scroll": ("x", "y", "amount"), "swipe": ("seconds",), "drag": ("seconds",), "long_press": ("seconds",)}
"""What a dialect may leave out of an action: where a scroll happens, and how much or how long."""

Store = Callable[[str, "Image"], str]
"""Keeps a picture, by the digest of its frame, and says how rows name it; raises ValueError if no model could take it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step that became a row. decision, verb: what is done. loose: the dialect says less than was recorded.

    grounded: where one place is touched: the reply with a mark for it, and the place as the reply says it, in fractions.
    """

    row: Messages
    decision: Decision
    verb: str
    frame: FrameRecord
    loose: bool
    grounded: tuple[str, tuple[float, float]] | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that did not, and why."""

    reason: str


def rows(
    directory: Path, episode: Episode, name: str, speech: Dialect, store: Store, *, brief: bool, boxes: bool
) -> Iterator[Told | LeftOut]:
    """Every step of an episode that got a reply, in order.

    name: of the episode. brief: the prompt without the description of the actions. boxes: say what was touched (it is told
    from the pixels, which takes a tenth of a second). Raises BadDataSet, and what store raises.
    """
    for step in asked(episode):
        decided = _kept(step)
        if isinstance(decided, LeftOut):
            yield decided
            continue
        try:
            image = read_frame(directory, step.frame)
        except BadEpisode:
            yield LeftOut(NO_PICTURE)
            continue
        reply = _reply(speech, decided, image)
        if isinstance(reply, LeftOut):
            yield reply
            continue
        text, parsed, loose = reply
        first = decided.decisions[0]
        prompt = step.prompt(speech, image, brief=brief)
        try:
            picture = store(step.frame.digest, image)
        except ValueError:
            yield LeftOut(NARROW)
            continue
        try:
            row = Messages(
                messages=(System(content=prompt.system), User(content=_asked(prompt)), Assistant(content=text)),
                images=(picture,),
                episode=name,
                step=step.number,
                box=_box(image, first) if boxes else None,
            )
        except ValidationError as error:
            why = error.errors(include_url=False, include_input=False)[0]["msg"]
            raise BadDataSet(f"Step {step.number} of {directory} makes a row that does not fit its schema: {why}.") from error
        yield Told(row, first, _verb(first), step.frame, loose, _grounded(speech, text, parsed, image))


def _kept(step: Asked) -> Decided | LeftOut:
    """What was decided, if it was done or ended the episode."""
    if not isinstance(step.reply, Decided):
        return LeftOut(UNREADABLE)
    if not isinstance(step.reply.decisions[0], Act):
        return LeftOut(NOT_DONE["vetoed"]) if isinstance(step.done, NotPerformed) else step.reply
    if step.instead is not None:
        return LeftOut(EDITED)
    match step.done:
        case Performed():
            return step.reply
        case NotPerformed(why=why):
            return LeftOut(NOT_DONE[why])
        case None:
            return LeftOut(BROKEN_OFF)
        case _:
            assert_never(step.done)


def _reply(speech: Dialect, decided: Decided, image: Image) -> tuple[str, Parsed, bool] | LeftOut:
    """The reply in a dialect, what the dialect reads in it, and whether that is less than was recorded."""
    first = decided.decisions[0]
    text = speech.render(defused(" ".join(decided.thought.split())), first)
    if steers(text):
        return LeftOut(STEERING)
    try:
        text.encode()
        parsed = speech.parse(text, width=image.width, height=image.height)
    except (ParseError, UnicodeEncodeError):
        return LeftOut(UNSAID)
    if len(parsed.decisions) == 1:
        for loose in (False, True):
            recorded, said = (_bare(decision) if loose else decision for decision in (first, parsed.decisions[0]))
            if compare(recorded, said)[0] in (Agreement.SAME, Agreement.NEAR):
                return text, parsed, loose
    return LeftOut(UNSAID)


def _bare(decision: Decision) -> Decision:
    """The decision without what a dialect may leave out."""
    if not isinstance(decision, Act):
        return decision
    fields = type(decision.action).model_fields
    usual = {name: fields[name].default for name in LOOSE.get(decision.action.kind, ())}
    return Act(action=decision.action.model_copy(update=usual))


def _asked(prompt: Prompt) -> str:
    """The user's turn as one text, a mark for each picture; what is not ours cannot hold one."""
    parts: list[str] = []
    for part in prompt.user:
        match part:
            case Picture():
                parts.append(IMAGE)
            case Trusted(text=text):
                parts.append(text)
            case Untrusted(text=text):
                parts.append(defused(text))
            case _:
                assert_never(part)
    return "".join(parts)


def _box(image: Image, decision: Decision) -> tuple[float, float, float, float] | None:
    """What a touch touched, cut off at the edges of the screen; None for anything but a touch of one place."""
    match decision:
        case Act(action=Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Click(x=x, y=y) | Hover(x=x, y=y)):
            from agent.replay.target import Target

            left, top, right, bottom = (min(max(round(side, 4), 0.0), 1.0) for side in Target(image, x, y).box)
            return (left, top, right, bottom) if left < right and top < bottom else None
        case _:
            return None


def _grounded(speech: Dialect, text: str, parsed: Parsed, image: Image) -> tuple[str, tuple[float, float]] | None:
    """The reply with a mark for the one place that it touches, if it reads the same with a box token there."""
    match parsed.decisions[0], parsed.written:
        case Act(action=Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Click(x=x, y=y) | Hover(x=x, y=y)), (
            place,
        ) if len(place.texts) == 2:
            head, found, tail = text.rpartition(f"[{', '.join(place.texts)}]")
            token = f"<|box_start|>({','.join(place.texts)})<|box_end|>"
            if not found or BOX in head + tail:
                return None
            try:
                again = speech.parse(f"{head}{token}{tail}", width=image.width, height=image.height)
            except ParseError:
                return None
            return (f"{head}{BOX}{tail}", (x, y)) if again.decisions == parsed.decisions else None
        case _:
            return None


def _verb(decision: Decision) -> str:
    return decision.action.kind if isinstance(decision, Act) else decision.decision
