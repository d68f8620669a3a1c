"""What is remembered of one episode: a closed union of frozen lines, and the episode that they add up to.

Knows what is worth remembering and how lines fold into steps. Does not know files, models or devices.
A line is written the moment it is known, so whatever stops the process, the lines before it tell what happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from pydantic import Field, TypeAdapter

from agent.decision import Act, Decision
from agent.errors import BadEpisode
from devices.actions import DoubleTap, Drag, Frozen, LongPress, Scroll, Swipe, Tap, describe
from devices.base import DeviceInfo, Receipt


class Outcome(StrEnum):
    """How an episode ended, as far as the agent can tell; whether the task was done is the check's to say."""

    FINISHED = "finished"
    ANSWERED = "answered"
    GAVE_UP = "gave_up"
    NEEDS_USER = "needs_user"
    REFUSED = "refused"
    STUCK = "stuck"
    STEP_LIMIT = "step_limit"
    UNPARSABLE = "unparsable"
    DEVICE_LOST = "device_lost"
    MODEL_FAILED = "model_failed"
    CANCELLED = "cancelled"


def exit_code(outcome: Outcome) -> int:
    """What a process that ran this episode exits with."""
    match outcome:
        case Outcome.FINISHED | Outcome.ANSWERED:
            return 0
        case Outcome.GAVE_UP | Outcome.NEEDS_USER | Outcome.STUCK | Outcome.STEP_LIMIT | Outcome.UNPARSABLE:
            return 1
        case Outcome.REFUSED:
            return 2
        case Outcome.DEVICE_LOST | Outcome.MODEL_FAILED:
            return 3
        case Outcome.CANCELLED:
            return 130
        case _:
            assert_never(outcome)


Timings = dict[str, float]
"""Stage -> seconds. Stages of a step: observe, encode, prefill, decode, parse, act, settle."""


class FrameRecord(Frozen):
    """A frame without its pixels, which lie in frames/DIGEST.png.

    digest: Frame.digest. width, height: pixels. rotation: quarter turns. taken: seconds since the epoch.
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    rotation: int = 0
    display: int = 0
    sequence: int = 0
    taken: float = 0.0


class ModelRecord(Frozen):
    """Which model decided; the fields are those of ModelInfo."""

    name: str
    dialect: str
    brief: bool = False
    devices: tuple[str, ...] = ()
    fingerprint: str = ""
    options: dict[str, str] = Field(default_factory=dict)


class Header(Frozen):
    """The first line: what was asked for, before anything was opened.

    instruction: as given, cut where it is longer than anyone may give; length: its full length in characters.
    device, model: as named by the caller. options: what else was asked for. versions: package -> version.
    started: seconds since the epoch.
    """

    line: Literal["header"] = "header"
    schema_version: Literal[1] = 1
    instruction: str
    length: int
    device: str = ""
    model: str = ""
    max_steps: int
    options: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    started: float


class Opened(Frozen):
    """Device and model are there. space: the coordinate space of the model's dialect. seconds: imports, device, model."""

    line: Literal["opened"] = "opened"
    device: DeviceInfo
    model: ModelRecord
    space: str
    seconds: Timings = Field(default_factory=dict)


class Observed(Frozen):
    """What the model is about to see. seconds: observe; 0 where the settled frame of the step before is used at once."""

    line: Literal["observed"] = "observed"
    step: int
    frame: FrameRecord
    seconds: Timings = Field(default_factory=dict)


class Decided(Frozen):
    """A reply that could be read; written before anything is done about it.

    text: the raw reply. decisions: all that it holds; only the first one counts. raw: coordinates as written, in the
    model's own space. fraction: the same places as fractions of the frame, x and y in turn. seconds: encode, prefill,
    decode, parse.
    """

    line: Literal["decided"] = "decided"
    step: int
    text: str
    thought: str
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    raw: tuple[float, ...] = ()
    fraction: tuple[float, ...] = ()
    prompt_tokens: int = 0
    reply_tokens: int = 0
    cut_off: bool = False
    seconds: Timings = Field(default_factory=dict)


class Unreadable(Frozen):
    """A reply that fits no grammar. code and message are those of the ParseError."""

    line: Literal["unreadable"] = "unreadable"
    step: int
    text: str
    code: str
    message: str
    prompt_tokens: int = 0
    reply_tokens: int = 0
    cut_off: bool = False
    seconds: Timings = Field(default_factory=dict)


class Performed(Frozen):
    """The device did it. seconds: act."""

    line: Literal["performed"] = "performed"
    step: int
    receipt: Receipt
    seconds: Timings = Field(default_factory=dict)


class NotPerformed(Frozen):
    """The device did not say that it did it.

    why: "refused" and "turned": surely nothing was done; "unknown" and "lost": it may have arrived.
    """

    line: Literal["not_performed"] = "not_performed"
    step: int
    why: Literal["refused", "turned", "unknown", "lost"]
    message: str
    seconds: Timings = Field(default_factory=dict)


class Settled(Frozen):
    """The screen after the action. changed: it looks different from what the model saw. seconds: settle."""

    line: Literal["settled"] = "settled"
    step: int
    frame: FrameRecord
    changed: bool
    seconds: Timings = Field(default_factory=dict)


class Ended(Frozen):
    """The last line. steps: how many replies were asked for. seconds: the whole episode; split: where they went."""

    line: Literal["ended"] = "ended"
    outcome: Outcome
    message: str
    steps: int
    seconds: float
    check: Literal["unknown", "passed", "failed"] = "unknown"
    split: Timings = Field(default_factory=dict)


Line = Annotated[
    Header | Opened | Observed | Decided | Unreadable | Performed | NotPerformed | Settled | Ended,
    Field(discriminator="line"),
]
LINE: TypeAdapter[Line] = TypeAdapter(Line)


class Step(Frozen):
    """One look, one reply, and what came of it; a field is None where the episode stopped before it."""

    number: int
    observed: Observed | None = None
    reply: Decided | Unreadable | None = None
    done: Performed | NotPerformed | None = None
    settled: Settled | None = None

    @property
    def seconds(self) -> Timings:
        """All stages of this step that were measured."""
        parts = (self.observed, self.reply, self.done, self.settled)
        return {stage: value for part in parts if part is not None for stage, value in part.seconds.items()}

    @property
    def history(self) -> str:
        """What the model is told of this step later on; empty if there is nothing to tell."""
        return history_line(self.reply, self.done, self.settled) if isinstance(self.reply, Decided) else ""


def places(decision: Decision) -> tuple[float, ...]:
    """The places of a decision as fractions of the frame, x and y in turn; empty if it has none."""
    match decision:
        case Act(action=Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Scroll(x=x, y=y)):
            return x, y
        case Act(action=Swipe(x=x, y=y, to_x=to_x, to_y=to_y) | Drag(x=x, y=y, to_x=to_x, to_y=to_y)):
            return x, y, to_x, to_y
        case _:
            return ()


def history_line(decided: Decided, done: Performed | NotPerformed | None, settled: Settled | None) -> str:
    """One line of the model's history: its thought, or what was done, and how the device took it."""
    first = decided.decisions[0]
    if not isinstance(first, Act) or done is None:
        return ""
    said = " ".join(decided.thought.split()).rstrip(".") or describe(first.action)
    match done:
        case NotPerformed(why="turned" | "lost"):
            return ""
        case NotPerformed(why="refused", message=message):
            return f"{said} (refused: {message.rstrip('.')})"
        case NotPerformed():
            return f"{said} (it may not have arrived)"
        case Performed():
            unchanged = settled is not None and not settled.changed and first.action.kind != "wait"
            return f"{said} (the screen did not change)" if unchanged else said
        case _:
            assert_never(done)


class Episode(Frozen):
    """One whole episode, read back. ended: None if the process was stopped before it could say so."""

    header: Header
    opened: Opened | None = None
    steps: tuple[Step, ...] = ()
    ended: Ended | None = None

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None if it was interrupted."""
        return None if self.ended is None else self.ended.outcome


def fold(lines: Iterable[Line]) -> Episode:
    """The episode that these lines, in the order written, add up to; raises BadEpisode."""
    header: Header | None = None
    opened: Opened | None = None
    ended: Ended | None = None
    steps: dict[int, Step] = {}

    def add(number: int, **part: object) -> None:
        steps[number] = steps.get(number, Step(number=number)).model_copy(update=part)

    for line in lines:
        match line:
            case Header():
                header = line
            case Opened():
                opened = line
            case Observed(step=number):
                add(number, observed=line)
            case Decided(step=number) | Unreadable(step=number):
                add(number, reply=line)
            case Performed(step=number) | NotPerformed(step=number):
                add(number, done=line)
            case Settled(step=number):
                add(number, settled=line)
            case Ended():
                ended = line
            case _:
                assert_never(line)
    if header is None:
        raise BadEpisode("The episode has no header: it was not written by this program, or nothing of it was kept.")
    return Episode(header=header, opened=opened, steps=tuple(steps[number] for number in sorted(steps)), ended=ended)
