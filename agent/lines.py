"""The lines of a recording: a closed union of frozen values, each written the moment it is known.

Knows what is worth remembering. Does not know files, models or drivers, or how lines add up to an episode.
Whatever stops the process, the lines before it tell what happened.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal, assert_never

from pydantic import Field, JsonValue, TypeAdapter, field_validator

from agent.decision import Decision
from devices.actions import Action, Frozen
from devices.base import DeviceInfo, Receipt
from devices.errors import ActionRefused, DeliveryUnknown, DeviceLost, ScreenTurned


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


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Check = Literal["unknown", "passed", "failed", "error"]
"""Whether the task was done, as a check found; unknown where none has looked, error where the check itself broke."""
DECIDER, PERSON = "decider", "person"
"""The option of a header that says who decided, where it was no model, and what it says where a person did."""
Timings = dict[str, float]
"""Stage -> seconds. Stages of a step: observe, encode, prefill, decode, parse, act, settle, hook."""
Moment = Literal[
    "before_observe", "after_observe", "before_decide", "after_decide", "before_perform", "after_perform", "at_end"
]
"""When a hook is asked."""


class FrameRecord(Frozen):
    """A frame without its pixels, which lie in frames/DIGEST.png.

    digest: Frame.digest. file: SHA-256 of the file's bytes, empty in version 1. width, height: pixels.
    rotation: quarter turns. taken: seconds since the epoch.
    """

    digest: Digest
    file: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
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
    sure: float = 0.0
    fingerprint: str = ""
    options: dict[str, str] = Field(default_factory=dict)


class Header(Frozen):
    """The first line: what was asked for, before anything was opened.

    instruction: as given, cut where it is longer than anyone may give; length: its full length in characters.
    device, model: as named by the caller. options: what else was asked for. versions: package -> version.
    environment: what the machine is, without its name or its user. started: seconds since the epoch.
    schema_version: 2 has the chain of hashes; 1 is still read.
    """

    line: Literal["header"] = "header"
    schema_version: Literal[1, 2] = 2
    instruction: str
    length: int
    device: str = ""
    model: str = ""
    max_steps: int
    options: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)
    environment: dict[str, str] = Field(default_factory=dict)
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


class Coordinates(Frozen):
    """One place of an action on its way from the model's words to the frame; the device's pixels are in the receipt.

    written: its numbers character by character, empty where the reply names no place. model: what they are worth, in the
    model's own space (Opened.space); four are a box whose centre is meant. sent: on the picture as the network was shown
    it, in pixels, None where nobody knows its size. fraction: of the frame. frame: the pixel of the frame.
    """

    written: tuple[str, ...] = ()
    model: tuple[float, ...] = ()
    sent: tuple[float, float] | None = None
    fraction: tuple[float, float]
    frame: tuple[int, int]


class Decided(Frozen):
    """A reply that could be read; written before anything is done about it.

    text: the raw reply. decisions: all that it holds; only the first one counts. raw: coordinates as written, in the
    model's own space. fraction: the same places as fractions of the frame, x and y in turn. coordinates: each of these
    places through all spaces; picture: width and height of the picture as sent (both since version 2). confidence: the
    model's own, 0..1 (see Reply). seconds: encode, prefill, decode, parse.
    """

    line: Literal["decided"] = "decided"
    step: int
    text: str
    thought: str
    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    raw: tuple[float, ...] = ()
    fraction: tuple[float, ...] = ()
    coordinates: tuple[Coordinates, ...] = ()
    picture: tuple[int, int] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
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

    why: "refused", "turned" and "vetoed" (by a hook): surely nothing was done; "unknown" and "lost": it may have arrived.
    A decision that would end the episode can be vetoed, too.
    """

    line: Literal["not_performed"] = "not_performed"
    step: int
    why: Literal["refused", "turned", "unknown", "lost", "vetoed"]
    message: str
    seconds: Timings = Field(default_factory=dict)


class Settled(Frozen):
    """The screen after the action. changed: it looks different from what the model saw. seconds: settle."""

    line: Literal["settled"] = "settled"
    step: int
    frame: FrameRecord
    changed: bool
    seconds: Timings = Field(default_factory=dict)


class Hooked(Frozen):
    """What a hook did about a step; one that only lets it go on writes nothing.

    step: 0 before the first one. hook: its name. did: "failed" where it raised, took too long or said what does not fit; it
    is not asked again. message: the reason, the text to log, or how it failed; of the loop's own backtracking, the words in
    which the model is told of it. action, instruction: where it edited: what is done instead of what was decided or edited
    before, and what the model is told instead. seconds: hook.
    """

    line: Literal["hooked"] = "hooked"
    step: int
    moment: Moment
    hook: str
    did: Literal["vetoed", "edited", "logged", "stopped", "failed"]
    message: str = ""
    action: Action | None = None
    instruction: str = ""
    seconds: Timings = Field(default_factory=dict)


class Ended(Frozen):
    """The agent's last line. steps: how many replies were asked for. seconds: the whole episode; split: where they went.

    offered: an answer that the agent was not sure enough of to give it as its own.
    check: left as it is by everything that is written now; a check writes a line of its own.
    """

    line: Literal["ended"] = "ended"
    outcome: Outcome
    message: str
    steps: int
    seconds: float
    offered: str | None = None
    check: Check = "unknown"
    split: Timings = Field(default_factory=dict)

    @property
    def answer(self) -> str | None:
        """What was answered, surely or not; None where nothing was."""
        return self.message if self.outcome is Outcome.ANSWERED else self.offered


class Checked(Frozen):
    """What a check found after the end; the agent never writes it. Another one may follow, and then counts.

    check: passed, failed, or error where the check itself broke. reason: one sentence. evidence: what was read from the
    device, so that the same check can be done again without it. by: who checked, in which version. when: seconds since the
    epoch.
    """

    line: Literal["checked"] = "checked"
    check: Literal["passed", "failed", "error"]
    reason: str = ""
    evidence: dict[str, JsonValue] = Field(default_factory=dict)
    by: str
    when: float

    @field_validator("evidence")
    @classmethod
    def _writable(cls, evidence: dict[str, JsonValue]) -> dict[str, JsonValue]:
        json.dumps(evidence, allow_nan=False, ensure_ascii=False).encode()
        return evidence


Line = Annotated[
    Header | Opened | Observed | Decided | Unreadable | Performed | NotPerformed | Settled | Hooked | Ended | Checked,
    Field(discriminator="line"),
]
LINE: TypeAdapter[Line] = TypeAdapter(Line)


def why_not(
    error: ActionRefused | ScreenTurned | DeliveryUnknown | DeviceLost,
) -> Literal["refused", "turned", "unknown", "lost"]:
    """What a line says of an action that the device did not confirm; see NotPerformed."""
    match error:
        case ActionRefused():
            return "refused"
        case ScreenTurned():
            return "turned"
        case DeliveryUnknown():
            return "unknown"
        case DeviceLost():
            return "lost"
        case _:
            assert_never(error)
