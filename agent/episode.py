"""What the lines of a recording add up to: steps, and the episode that they make.

Knows how lines fold. Does not know files, models or devices. The lines themselves are in agent/lines.py and are here by
name, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import assert_never

from agent.decision import Act, Answer, Decision, Finish
from agent.dialects.base import Written
from agent.errors import BadEpisode
from agent.lines import (
    DECIDER,
    LINE,
    PERSON,
    Check,
    Checked,
    Coordinates,
    Decided,
    Digest,
    Ended,
    FrameRecord,
    Header,
    Hooked,
    Line,
    ModelRecord,
    NotPerformed,
    Observed,
    Opened,
    Outcome,
    Performed,
    Settled,
    Timings,
    Unreadable,
)
from devices.actions import Action, Click, DoubleTap, Drag, Frozen, Hover, LongPress, Scroll, Swipe, Tap, describe
from devices.frame import Point

__all__ = [
    "LINE",
    "Check",
    "Checked",
    "Coordinates",
    "Decided",
    "Digest",
    "Ended",
    "Episode",
    "FrameRecord",
    "Header",
    "Hooked",
    "Line",
    "ModelRecord",
    "NotPerformed",
    "Observed",
    "Opened",
    "Outcome",
    "Performed",
    "Settled",
    "Step",
    "Timings",
    "Unreadable",
    "coordinates",
    "exit_code",
    "fold",
    "history_line",
    "places",
]


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


class Step(Frozen):
    """One look, one reply, and what came of it; a field is None where the episode stopped before it."""

    number: int
    observed: Observed | None = None
    reply: Decided | Unreadable | None = None
    done: Performed | NotPerformed | None = None
    settled: Settled | None = None
    hooked: tuple[Hooked, ...] = ()

    @property
    def seconds(self) -> Timings:
        """All stages of this step that were measured."""
        parts = (self.observed, self.reply, self.done, self.settled)
        found = {stage: value for part in parts if part is not None for stage, value in part.seconds.items()}
        spent = [value for hooked in self.hooked for value in hooked.seconds.values()]
        return {**found, "hook": sum(spent)} if spent else found

    @property
    def decision(self) -> Decision | None:
        """What was to be done in the end: the reply's first decision, or the action that a hook put in its place."""
        if not isinstance(self.reply, Decided):
            return None
        return self.reply.decisions[0] if self.instead is None else Act(action=self.instead)

    @property
    def instead(self) -> Action | None:
        """The action that a hook put in the place of the decided one; None where none did."""
        edits = [hooked.action for hooked in self.hooked if hooked.action is not None]
        if not edits or not isinstance(self.reply, Decided) or self.reply.decisions[0] == Act(action=edits[-1]):
            return None
        return edits[-1]

    @property
    def words(self) -> str:
        """In which words the model is told of what was done instead; empty where that is simply said."""
        edits = [hooked for hooked in self.hooked if hooked.action is not None]
        return edits[-1].message if edits else ""

    @property
    def told(self) -> str:
        """The instruction that a hook put into the prompt of this step; empty where none did."""
        edits = [hooked.instruction for hooked in self.hooked if hooked.instruction]
        return edits[-1] if edits else ""

    @property
    def history(self) -> str:
        """What the model is told of this step later on; empty if there is nothing to tell."""
        if not isinstance(self.reply, Decided):
            return ""
        return history_line(self.reply, self.done, self.settled, self.instead, self.words)


def places(decision: Decision) -> tuple[float, ...]:
    """The places of a decision as fractions of the frame, x and y in turn; empty if it has none."""
    match decision:
        case Act(
            action=Tap(x=x, y=y)
            | DoubleTap(x=x, y=y)
            | LongPress(x=x, y=y)
            | Scroll(x=x, y=y)
            | Click(x=x, y=y)
            | Hover(x=x, y=y)
        ):
            return x, y
        case Act(action=Swipe(x=x, y=y, to_x=to_x, to_y=to_y) | Drag(x=x, y=y, to_x=to_x, to_y=to_y)):
            return x, y, to_x, to_y
        case _:
            return ()


def coordinates(
    decision: Decision, written: Sequence[Written], size: tuple[int, int], picture: tuple[int, int] | None
) -> tuple[Coordinates, ...]:
    """Every place of a decision through all spaces; size: of the frame, picture: of what the network was shown."""
    flat = places(decision)
    points = [Point(*pair) for pair in zip(flat[0::2], flat[1::2], strict=True)]
    return tuple(
        Coordinates(
            written=place.texts if place else (),
            model=place.numbers if place else (),
            sent=(point.x * picture[0], point.y * picture[1]) if picture else None,
            fraction=(point.x, point.y),
            frame=point.to_pixel(*size),
        )
        for point, place in zip_longest(points, written[: len(points)])
    )


def history_line(
    decided: Decided,
    done: Performed | NotPerformed | None,
    settled: Settled | None,
    instead: Action | None = None,
    words: str = "",
) -> str:
    """One line of the model's history: its thought, or what was done, and how the device took it.

    instead: what was done in place of what was decided. words: for that, in place of the thought.
    """
    first = decided.decisions[0]
    if done is None:
        return ""
    said = " ".join(decided.thought.split()).rstrip(".") or (
        describe(first.action) if isinstance(first, Act) else first.decision.replace("_", " ")
    )
    if instead is not None and not (isinstance(done, NotPerformed) and done.why == "vetoed"):
        said = words or f"{said} (done instead: {describe(instead)})"
    match done:
        case NotPerformed(why="turned" | "lost"):
            return ""
        case NotPerformed(why="refused", message=message):
            return f"{said} (refused: {message.rstrip('.')})"
        case NotPerformed(why="vetoed", message=message):
            return f"{said} (not allowed: {message.rstrip('.')})"
        case NotPerformed():
            return f"{said} (it may not have arrived)"
        case Performed():
            waited = isinstance(first, Act) and (instead or first.action).kind == "wait"
            unchanged = settled is not None and not settled.changed and not waited
            return f"{said} (the screen did not change)" if unchanged else said
        case _:
            assert_never(done)


class Episode(Frozen):
    """One whole episode, read back. ended: None if the process was stopped before it could say so. checks: oldest first."""

    header: Header
    opened: Opened | None = None
    steps: tuple[Step, ...] = ()
    ended: Ended | None = None
    checks: tuple[Checked, ...] = ()

    @property
    def check(self) -> Check:
        """What the last check found."""
        if self.checks:
            return self.checks[-1].check
        return "unknown" if self.ended is None else self.ended.check

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None if it was interrupted."""
        return None if self.ended is None else self.ended.outcome

    @property
    def said_done(self) -> bool:
        """Its last reply says that it is done, or answers; whether it was sure enough to claim that is another question."""
        last = self.steps[-1].reply if self.steps else None
        return isinstance(last, Decided) and isinstance(last.decisions[0], Finish | Answer)

    @property
    def shown(self) -> bool:
        """A person showed it, and says that it is done; no check has found otherwise."""
        done = self.outcome in (Outcome.FINISHED, Outcome.ANSWERED) and self.check in ("unknown", "passed")
        return done and self.header.options.get(DECIDER) == PERSON


def fold(lines: Iterable[Line]) -> Episode:
    """The episode that these lines, in the order written, add up to; raises BadEpisode."""
    header: Header | None = None
    opened: Opened | None = None
    ended: Ended | None = None
    checks: list[Checked] = []
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
            case Hooked(step=number) if number:
                add(number, hooked=(*(steps[number].hooked if number in steps else ()), line))
            case Hooked():
                pass  # before the first step there is nothing that it could have changed
            case Ended():
                ended = line
            case Checked():
                checks.append(line)
            case _:
                assert_never(line)
    if header is None:
        raise BadEpisode("The episode has no header: it was not written by this program, or nothing of it was kept.")
    whole = tuple(steps[number] for number in sorted(steps))
    return Episode(header=header, opened=opened, steps=whole, ended=ended, checks=tuple(checks))
