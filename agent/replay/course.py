"""What strict and lenient replay share: doing the recorded moves, and the recording of the replay itself.

Knows episodes and a device. Does not know how screens are compared or how targets are found.
A replay is an episode like any other: every line is written the moment it is known, and its header names the source.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.acting import looks_different
from agent.decision import Act, Decision
from agent.dialects import dialect
from agent.episode import (
    Checked,
    Decided,
    Ended,
    Line,
    ModelRecord,
    NotPerformed,
    Observed,
    Opened,
    Outcome,
    Performed,
    Settled,
    coordinates,
    history_line,
    places,
)
from agent.errors import BadEpisode, ParseError
from agent.instruction import plain
from agent.limits import Clock, Limits
from agent.lines import why_not
from agent.loop import Watcher, header
from agent.recording import Recorder
from agent.replay.grade import Grade, Halt, Replayed, Verdict
from agent.replay.source import Move, Source
from devices.actions import Action, Wait
from devices.base import Device, Receipt
from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost, ScreenTurned, ScreenUnavailable
from devices.frame import Frame

if TYPE_CHECKING:
    pass

PATIENCE = 10.0
"""Seconds to wait for a screen: as long as the loop goes on looking for a true picture."""
PAUSE = 0.1
"""Seconds between two looks."""

Check = Callable[[Device], bool]
"""Whether the device is as the task asks; raises DeviceError."""


@dataclass
class Course:
    """One replay on its way: does, waits and writes down.

    recorder: fresh, or with its header written. mode: "strict" or "lenient".
    """

    source: Source
    device: Device
    recorder: Recorder
    mode: str
    watcher: Watcher | None = None
    patience: float = PATIENCE
    clock: Clock = field(default_factory=Clock)
    history: list[str] = field(default_factory=list)
    steps: list[Replayed] = field(default_factory=list)
    asked: int = 0
    number: int = 0
    """The step in the replay's own numbers."""
    at: int = 0
    """The step in the source's numbers that is about to be done."""
    over: bool = False
    """The last line is written already, by the loop that it was handed over to."""
    found: Checked | None = None
    """What the check found; it is written after the end."""

    def begin(self) -> None:
        """Write the first lines."""
        if self.recorder.empty:
            self.write(replay_header(self.source, self.mode))
        opened = self.source.episode.opened
        assert opened is not None
        model = ModelRecord(name="replay", dialect=opened.model.dialect, options={"mode": self.mode})
        self.write(Opened(device=self.device.info, model=model, space=opened.space, seconds=dict(self.clock.split)))

    def look(self, step: int) -> Frame:
        """A true picture; goes on trying for a while, then halts."""
        end = time.monotonic() + self.patience
        while True:
            try:
                return self.device.observe()
            except ScreenUnavailable as error:
                if time.monotonic() > end:
                    raise Halt(step, f"there is no true picture of the screen: {error}") from error
            time.sleep(PAUSE)

    def observed(self, frame: Frame) -> None:
        """The next step begins with this frame."""
        self.number += 1
        self.write(Observed(step=self.number, frame=self.recorder.frame(frame)))

    def act(self, move: Move, action: Action, frame: Frame) -> Performed:
        """Write down what is done, do it, write down what came of it; raises Halt where it surely or perhaps did not arrive."""
        decided = self._decided(move, Act(action=action), frame)
        self.write(decided)
        self.asked += 1
        begun = time.monotonic()
        try:
            first = decided.decisions[0]
            assert isinstance(first, Act)
            if isinstance(first.action, Wait):
                receipt = Receipt(note="not waited: the next screen is waited for instead")
            else:
                receipt = self.device.perform(first.action, frame)
        except (ActionRefused, ScreenTurned, DeliveryUnknown, DeviceLost) as error:
            self.write(NotPerformed(step=self.number, why=why_not(error), message=plain(str(error))))
            raise Halt(move.step, str(error), trouble=isinstance(error, DeviceLost)) from error
        done = Performed(step=self.number, receipt=receipt, seconds={"act": time.monotonic() - begun})
        self.write(done)
        if receipt.delivered != "yes":
            raise Halt(move.step, "the device does not know whether the action arrived")
        if line := history_line(decided, done, None):
            self.history.append(line)
        return done

    def settled(self, frame: Frame, before: Frame) -> None:
        """The screen after the action of this step."""
        changed = looks_different(before, frame, alive=self.device.alive)
        self.write(Settled(step=self.number, frame=self.recorder.frame(frame), changed=changed))

    def guarded(self, run: Callable[[], Verdict]) -> Verdict:
        """Do it until something says halt, and write down the end; raises RecordingFailed and BadEpisode only."""
        try:
            verdict = run()
        except Halt as halt:
            outcome = Outcome.DEVICE_LOST if halt.trouble else Outcome.STUCK
            verdict = Verdict(Grade.HALTED, halt.reason, halt.step, halt.trouble, outcome)
        except DeviceError as error:
            verdict = Verdict(Grade.HALTED, str(error), self.at, isinstance(error, DeviceLost), Outcome.DEVICE_LOST)
        except KeyboardInterrupt:
            verdict = Verdict(Grade.HALTED, "stopped by the user", self.at, outcome=Outcome.CANCELLED)
        except BadEpisode as error:
            self.end(Verdict(Grade.HALTED, str(error), self.at, outcome=Outcome.REFUSED))
            raise
        self.end(verdict)
        return Verdict(verdict.grade, verdict.reason, verdict.step, verdict.trouble, verdict.outcome, tuple(self.steps))

    def end(self, verdict: Verdict) -> None:
        """Write the last line, and what a check found."""
        if self.over:
            if self.found is not None:
                self.write(self.found)
            return
        message = f"{verdict.grade}{f' at step {verdict.step}' if verdict.step else ''}: {verdict.reason}"
        seconds = self.clock.seconds
        self.write(Ended(outcome=verdict.outcome, message=plain(message), steps=self.asked, seconds=seconds))
        self.over = True
        if self.found is not None:
            self.write(self.found)

    def checked(self, check: Check) -> bool:
        """Ask a check; raises Halt where it cannot be asked."""
        try:
            passed = check(self.device)
        except DeviceError as error:
            raise Halt(self.at, f"the check could not be asked: {error}", trouble=isinstance(error, DeviceLost)) from error
        reason = "the task is done" if passed else "the task is not done"
        self.found = Checked(check="passed" if passed else "failed", reason=reason, by="replay", when=time.time())
        return passed

    def write(self, line: Line) -> None:
        """Record one line and tell the watcher."""
        self.recorder.write(line)
        if self.watcher is not None:
            self.watcher(line)

    def _decided(self, move: Move, decision: Decision, frame: Frame) -> Decided:
        """The recorded reply where nothing has changed, else one in the same dialect for the action as it is done here."""
        recorded = move.decided
        if decision == recorded.decisions[0]:
            return recorded.model_copy(update={"step": self.number, "decisions": (decision,), "seconds": {}})
        opened = self.source.episode.opened
        assert opened is not None
        speech = dialect(opened.model.dialect or "qwen2_vl")  # a person speaks none
        text = speech.render(recorded.thought, decision)
        try:
            parsed = speech.parse(text, width=frame.width, height=frame.height)
        except ParseError:
            text = speech.render("", decision)  # a thought can hold what reads like an action
            parsed = speech.parse(text, width=frame.width, height=frame.height)
        first = parsed.decisions[0]
        size = frame.width, frame.height
        return Decided(
            step=self.number,
            text=text,
            thought=parsed.thought,
            decisions=(first,),
            raw=parsed.raw,
            fraction=places(first),
            coordinates=coordinates(first, parsed.written, size, None),
        )


def replay_header(
    source: Source, mode: str, *, device: str = "", options: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Line:
    """The first line of a replay's recording; it names its source and the digest of the source's lines."""
    from agent.recording import LINES

    digest = hashlib.sha256((source.directory / LINES).read_bytes()).hexdigest()
    named = {"replay": mode, "source": source.directory.name, "source_digest": digest, **(options or {})}
    steps = limits or Limits(steps=max(1, len(source.moves)))
    instruction = source.episode.header.instruction
    return header(instruction, steps, device=device or source.episode.header.device, model="replay", options=named)
