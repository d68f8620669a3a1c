"""An episode in which a person decides: look, ask the person, record, act, record, let the screen settle, look again.

Knows the same steps as the loop of a model, and writes the same lines. Does not know where the person's wishes come from. What
a step shows before its action is what the person saw: the picture that was touched, or the newest one where nothing is.
"""

from __future__ import annotations

import time
from typing import Protocol, assert_never

from agent.acting import looks_different, perform, true_frame
from agent.decision import Act, Answer, Decision, Finish, GiveUp
from agent.demonstration.wishes import Do, Leave, Say, Wish
from agent.episode import (
    Decided,
    Ended,
    Line,
    ModelRecord,
    NotPerformed,
    Observed,
    Opened,
    Outcome,
    Settled,
    coordinates,
    places,
)
from agent.errors import BadInstruction
from agent.instruction import check_instruction, plain
from agent.limits import Clock, Limits
from agent.lines import DECIDER, PERSON
from agent.loop import Watcher, header
from agent.recording import Recorder
from devices.actions import Action, Press, Type
from devices.base import Device
from devices.errors import DeviceError, ScreenUnavailable
from devices.frame import Frame

MOST = 1000
"""Steps of one demonstration."""
SHORTEST, LONGEST, GROWTH = 0.05, 0.4, 1.3
"""Seconds between two looks while nothing happens: the first ones, the later ones, and how they grow."""
REPEATED = 100
"""Characters of a text that a thought repeats."""


class Person(Protocol):
    """Whoever looks on and decides. All of it is called in the thread that runs the demonstration."""

    def shown(self, frame: Frame) -> None:
        """The newest picture."""

    def next(self, seconds: float) -> Wish | None:
        """What the person wants; None where nothing within so many seconds."""

    def told(self, words: str) -> None:
        """What came of the last wish: one line; empty where it was simply done. The next wish may come."""


class Demonstration:
    """One episode by hand."""

    def __init__(
        self,
        instruction: str,
        device: Device,
        recorder: Recorder,
        *,
        limits: Limits | None = None,
        watcher: Watcher | None = None,
        clock: Clock | None = None,
    ) -> None:
        """device: open; it stays open. recorder: fresh, or with its header written. limits: screen, settle and steps count."""
        self._instruction = instruction
        self._device = device
        self._recorder = recorder
        self._limits = limits or Limits(steps=MOST)
        self._watcher = watcher
        self._clock = clock or Clock()
        self._steps = 0
        self._looked = 0.0

    def run(self, person: Person) -> Ended:
        """Until the person says that it is over; returns the last line, which is recorded too.

        Raises RecordingFailed where the episode cannot be written; everything else ends in an Outcome.
        """
        first = self._clock.seconds
        try:
            outcome, message = self._all_steps(person)
        except BadInstruction as error:
            outcome, message = Outcome.REFUSED, str(error)
        except DeviceError as error:
            outcome, message = Outcome.DEVICE_LOST, str(error)
        except KeyboardInterrupt:
            outcome, message = Outcome.CANCELLED, "Stopped by the user."
        self._clock.split["steps"] = self._clock.seconds - first
        ended = Ended(
            outcome=outcome,
            message=plain(message),
            steps=self._steps,
            seconds=self._clock.seconds,
            split=dict(self._clock.split),
        )
        self._write(ended)
        return ended

    def _all_steps(self, person: Person) -> tuple[Outcome, str]:
        if self._recorder.empty:
            self._write(demonstration_header(self._instruction, self._limits))
        check_instruction(self._instruction)
        seconds = dict(self._clock.split)
        self._write(Opened(device=self._device.info, model=ModelRecord(name=PERSON, dialect=""), space="", seconds=seconds))
        frame = self._look()
        person.shown(frame)
        pause = SHORTEST
        while True:
            wish = person.next(pause)
            match wish:
                case None:
                    before, frame = frame, self._look()
                    person.shown(frame)
                    pause = min(pause * GROWTH, LONGEST) if frame.digest == before.digest else SHORTEST
                case Leave(message=message):
                    return Outcome.CANCELLED, message
                case Say(decision=decision):
                    self._steps += 1
                    self._write(self._observed(frame))
                    self._write(self._decided(decision, frame))
                    return _end(decision)
                case Do(action=action, frame=touched):
                    if self._steps == self._limits.steps:
                        return Outcome.STEP_LIMIT, f"More than {self._limits.steps} steps are not recorded as one episode."
                    frame, words = self._do(action, touched or frame)
                    person.shown(frame)
                    person.told(words)
                    pause = SHORTEST
                case _:
                    assert_never(wish)

    def _do(self, action: Action, frame: Frame) -> tuple[Frame, str]:
        """One step; the newest picture afterwards, and what the person should know of it."""
        self._steps += 1
        self._write(self._observed(frame))
        self._write(self._decided(Act(action=action), frame))
        done, lost = perform(self._device, action, frame, self._steps)
        self._write(done)
        if lost is not None:
            raise lost
        words = done.message if isinstance(done, NotPerformed) else done.receipt.note
        if isinstance(done, NotPerformed) and done.why != "unknown":
            return self._look(), words  # nothing was sent: there is nothing to wait for
        return self._settle(frame), words

    def _settle(self, frame: Frame) -> Frame:
        begun = time.monotonic()
        try:
            after = self._device.settle(deadline=self._limits.settle)
        except ScreenUnavailable:
            return self._look()  # it goes on trying, and says so if it stays like this
        changed = looks_different(frame, after, alive=self._device.alive)
        spent = {"settle": time.monotonic() - begun}
        self._write(Settled(step=self._steps, frame=self._recorder.frame(after), changed=changed, seconds=spent))
        self._looked = 0.0
        return after

    def _look(self) -> Frame:
        begun = time.monotonic()
        frame = true_frame(self._device, self._limits.screen)
        self._looked = time.monotonic() - begun
        return frame

    def _observed(self, frame: Frame) -> Observed:
        return Observed(step=self._steps, frame=self._recorder.frame(frame), seconds={"observe": self._looked})

    def _decided(self, decision: Decision, frame: Frame) -> Decided:
        """There is no reply to quote: a person points at a place, and says nothing."""
        return Decided(
            step=self._steps,
            text="",
            thought=thought(decision),
            decisions=(decision,),
            fraction=places(decision),
            coordinates=coordinates(decision, (), (frame.width, frame.height), None),
        )

    def _write(self, line: Line) -> None:
        self._recorder.write(line)
        if self._watcher is not None:
            self._watcher(line)


def demonstration_header(instruction: str, limits: Limits, *, device: str = "") -> Line:
    """The first line, which says that a person decides."""
    return header(instruction, limits, device=device, model=PERSON, options={DECIDER: PERSON})


def thought(decision: Decision) -> str:
    """What goes without saying; nobody knows why a place was touched, so nothing is made up there."""
    match decision:
        case Act(action=Press(key="back")):
            return "Go back."
        case Act(action=Press(key="home")):
            return "Go home."
        case Act(action=Press(key="enter")):
            return "Press Enter."
        case Act(action=Press(key=key)):
            return f"Press {key}."
        case Act(action=Type(text=text)) if text.isprintable() and len(text) <= REPEATED:
            return f"Type {text}."
        case Finish():
            return "It is done."
        case _:
            return ""


def _end(decision: Finish | Answer | GiveUp) -> tuple[Outcome, str]:
    match decision:
        case Finish(message=message):
            return Outcome.FINISHED, message or "The person says that it is done."
        case Answer(text=text):
            return Outcome.ANSWERED, text
        case GiveUp(reason=reason):
            return Outcome.GAVE_UP, reason or "The person says that it cannot be done."
        case _:
            assert_never(decision)
