"""The loop: look, ask, read the reply, record, act, record, let the screen settle, look again.

Knows when to go on and when to stop. Does not know how a device touches, how a model thinks or what a reply looks like.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import assert_never

from agent.acting import looks_different, perform, true_frame
from agent.backtracking import NAME, WORDS, Backtracking
from agent.decision import Act, Answer, AskUser, Finish, GiveUp
from agent.dialects import Dialect, dialect
from agent.episode import (
    Decided,
    Ended,
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
    Unreadable,
    coordinates,
    history_line,
    places,
)
from agent.errors import AgentError, BadInstruction, ParseError, RecordingFailed, WrongDevice
from agent.hooks import (
    AfterDecide,
    AfterObserve,
    AfterPerform,
    BeforeDecide,
    BeforeObserve,
    BeforePerform,
    Call,
    Hook,
    Screen,
    Veto,
)
from agent.hooks.calling import Hooks
from agent.instruction import LONGEST, check_instruction, plain
from agent.limits import Clock, Limits
from agent.models.base import Model, ModelInfo, Reply
from agent.recording import Recorder
from agent.stop import Stop
from agent.versions import environment, versions
from devices.actions import TOUCH_KINDS, Action
from devices.base import Device, DeviceInfo
from devices.errors import DeviceError, ScreenUnavailable
from devices.frame import Frame

__all__ = ["Clock", "Limits", "Watcher", "header", "run_episode"]

FRESH = 0.5
"""Seconds that hooks may take before a look, so that the settled frame of the step before still counts as now."""
Watcher = Callable[[Line], None]
"""Is told every line right after it was recorded."""


def header(
    instruction: str, limits: Limits, *, device: str = "", model: str = "", options: Mapping[str, str] | None = None
) -> Header:
    """The first line of an episode, whatever its instruction; device, model: as their caller names them."""
    return Header(
        instruction=plain(instruction)[:LONGEST],
        length=len(instruction),
        device=plain(device),
        model=plain(model),
        max_steps=limits.steps,
        options={name: plain(value) for name, value in (options or {}).items()},
        versions=versions(),
        environment=environment(),
        started=time.time(),
    )


def run_episode(
    instruction: str,
    device: Device,
    model: Model,
    recorder: Recorder,
    *,
    limits: Limits | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
    clock: Clock | None = None,
    history: Sequence[str] = (),
    first: int = 1,
    hooks: Sequence[Hook | Call] = (),
) -> Ended:
    """Carry out one instruction and record it; returns the last line, which is recorded too.

    device, model: open; they stay open. recorder: fresh, or with its header written. force: use a model on a device that
    it was not trained for. clock: began earlier than this call where opening counts. history, first: what was done before,
    and the number of the next step, where somebody else has begun the episode and recorded it here. hooks: are asked in
    this order at every moment; they stay open.
    Raises RecordingFailed where the episode cannot be written; everything else ends in an Outcome.
    """
    run = _Run(instruction, device, model, recorder, limits or Limits(), watcher, clock or Clock(), hooks)
    run.history += history
    with closing(run.hooks):
        return run.guarded(lambda: run.steps(force, first))


class _Run:
    """One episode on its way."""

    def __init__(
        self,
        instruction: str,
        device: Device,
        model: Model,
        recorder: Recorder,
        limits: Limits,
        watcher: Watcher | None,
        clock: Clock,
        hooks: Sequence[Hook | Call],
    ) -> None:
        self.instruction = instruction
        self.device = device
        self.model = model
        self.recorder = recorder
        self.limits = limits
        self.watcher = watcher
        self.clock = clock
        self.hooks = Hooks(hooks, self._write)
        self.number = 0
        self.asked = 0
        self.history: list[str] = []
        self.correction = ""
        self.kinds: frozenset[str] = TOUCH_KINDS
        self.unreadable = 0
        self.unchanged = 0
        self.doubt: Decided | None = None
        self.tried: Counter[tuple[str, Action]] = Counter()
        self.backtracking = Backtracking() if model.info.backtracks else None
        self.settled: Frame | None = None

    def guarded(self, steps: Callable[[], None]) -> Ended:
        """Run until something says stop, and write down what it was."""
        first = self.clock.seconds
        offered = None
        try:
            steps()
            raise Stop(Outcome.STEP_LIMIT, f"Not done within {_count(self.limits.steps, 'step')}: allow more with --max-steps.")
        except Stop as stop:
            outcome, message, offered = stop.outcome, stop.message, stop.offered
        except (BadInstruction, WrongDevice) as error:
            outcome, message = Outcome.REFUSED, str(error)
        except DeviceError as error:
            outcome, message = Outcome.DEVICE_LOST, str(error)
        except RecordingFailed:
            raise
        except AgentError as error:
            outcome, message = Outcome.MODEL_FAILED, str(error)
        except KeyboardInterrupt:
            outcome, message = Outcome.CANCELLED, "Stopped by the user."
        self.clock.split["steps"] = self.clock.seconds - first
        self.hooks.end(outcome, message, self.number)
        ended = Ended(
            outcome=outcome,
            message=plain(message),
            steps=self.asked,
            offered=None if offered is None else plain(offered),
            seconds=self.clock.seconds,
            split=dict(self.clock.split),
        )
        self._write(ended)
        return ended

    def steps(self, force: bool, begin: int = 1) -> None:
        """All steps; returns when they are used up, raises Stop when the episode ends before."""
        if self.recorder.empty:
            self._write(header(self.instruction, self.limits, options=self.hooks.described))
        check_instruction(self.instruction)
        info = self.model.info
        speech = dialect(info.dialect)
        opened = self._opened(info, speech)
        self.kinds = opened.device.actions or TOUCH_KINDS
        self._write(opened)
        if not force:
            _check_device(info, opened.device)
        for number in range(begin, begin + self.limits.steps):
            self._step(number, info, speech)

    def _step(self, number: int, info: ModelInfo, speech: Dialect) -> None:
        self.number = number
        frame = self._look(number)
        decided = self._decide(number, frame, info, speech)
        if decided is None:
            return
        first = decided.decisions[0]
        ruled = self.hooks.ask(AfterDecide(number, self._screen(frame), self.instruction, decided.text, decided.thought, first))
        if isinstance(ruled, Veto):
            self._vetoed(decided, ruled)
            return
        match ruled.decision:
            case Act(action=action):
                self._act(number, action, decided, frame)
            case Finish(message=message):
                self._claim(info, "This may be done")
                raise Stop(Outcome.FINISHED, message or "The agent says that it is done.")
            case Answer(text=text):
                self._claim(info, f"The answer may be {text!r}", offered=text)
                raise Stop(Outcome.ANSWERED, text)
            case AskUser(question=question):
                raise Stop(Outcome.NEEDS_USER, question)
            case GiveUp(reason=reason):
                raise Stop(Outcome.GAVE_UP, reason or "The agent says that it cannot be done.")
            case _ as never:
                assert_never(never)

    def _look(self, number: int) -> Frame:
        begun = time.monotonic()
        self.hooks.ask(BeforeObserve(number))
        if time.monotonic() - begun > FRESH:
            self.settled = None
        begun = time.monotonic()
        # The settled frame of the step before was taken a moment ago; taking it again would only cost time.
        frame, self.settled = self.settled or true_frame(self.device, self.limits.screen), None
        spent = time.monotonic() - begun
        self._write(Observed(step=number, frame=self.recorder.frame(frame), seconds={"observe": spent}))
        if self.backtracking is not None:
            self.backtracking.saw(frame)
        self.hooks.ask(AfterObserve(number, self._screen(frame)))
        return frame

    def _decide(self, number: int, frame: Frame, info: ModelInfo, speech: Dialect) -> Decided | None:
        asked = self.hooks.ask(BeforeDecide(number, self._screen(frame), self.instruction, tuple(self.history)))
        assert isinstance(asked, BeforeDecide)
        prompt = speech.prompt(
            asked.instruction,
            self.history,
            frame.image,
            brief=info.brief,
            correction=self.correction,
            actions=self.kinds,
        )
        self.asked += 1
        reply = self.model.decide(prompt)
        text = plain(reply.text)
        begun = time.monotonic()
        try:
            parsed = speech.parse(text, width=frame.width, height=frame.height)
        except ParseError as error:
            self._unreadable(number, reply, text, error, time.monotonic() - begun)
            return None
        self.correction = ""
        self.unreadable = 0
        picture = reply.pictures[0] if reply.pictures else None
        decided = Decided(
            step=number,
            text=text,
            thought=parsed.thought,
            decisions=parsed.decisions,
            raw=parsed.raw,
            fraction=places(parsed.decisions[0]),
            coordinates=coordinates(parsed.decisions[0], parsed.written, (frame.width, frame.height), picture),
            picture=picture,
            confidence=reply.confidence,
            prompt_tokens=reply.prompt_tokens,
            reply_tokens=reply.reply_tokens,
            cut_off=reply.cut_off,
            seconds={**reply.seconds, "parse": time.monotonic() - begun},
        )
        self._write(decided)
        if self.doubt is None or _confidence(decided) < _confidence(self.doubt):
            self.doubt = decided
        return decided

    def _claim(self, info: ModelInfo, claim: str, *, offered: str | None = None) -> None:
        """Hand the claim over to the user where the model was less sure of a step than it has to be."""
        if self.doubt is not None and _confidence(self.doubt) < info.sure:
            raise Stop(
                Outcome.NEEDS_USER,
                f"{claim}, but the agent was not sure of step {self.doubt.step} ({self.doubt.thought!r}): look at it yourself.",
                offered=offered,
            )

    def _unreadable(self, number: int, reply: Reply, text: str, error: ParseError, spent: float) -> None:
        self._write(
            Unreadable(
                step=number,
                text=text,
                code=error.code,
                message=plain(str(error)),
                prompt_tokens=reply.prompt_tokens,
                reply_tokens=reply.reply_tokens,
                cut_off=reply.cut_off,
                seconds={**reply.seconds, "parse": spent},
            )
        )
        self.correction = plain(str(error))
        self.unreadable += 1
        if self.unreadable >= self.limits.unreadable:
            times = _count(self.unreadable, "reply", "replies")
            raise Stop(Outcome.UNPARSABLE, f"{times} in a row could not be read; the last: {self.correction}")

    def _act(self, number: int, action: Action, decided: Decided, frame: Frame) -> None:
        wanted = action
        if self.backtracking is not None and (action := self.backtracking.instead(frame, wanted)) != wanted:
            self._write(
                Hooked(step=number, moment="before_perform", hook=NAME, did="edited", message=WORDS[action], action=action)
            )
        self.tried[frame.digest, action] += 1
        if self.tried[frame.digest, action] >= self.limits.repeats:
            raise Stop(
                Outcome.STUCK,
                f"Stuck: the same action on the same screen, {self.limits.repeats} times; the last one was not done.",
            )
        ruled = self.hooks.ask(BeforePerform(number, self._screen(frame), self.instruction, decided.thought, action))
        if isinstance(ruled, Veto):
            self._vetoed(decided, ruled)
            return
        done, lost = perform(self.device, ruled.action, frame, number)
        self._write(done)
        self.hooks.ask(AfterPerform(number, ruled.action, done))
        if lost is not None:
            raise lost
        words = WORDS[action] if ruled.action == action != wanted else ""
        self._remember(decided, ruled.action, done, self._settle(number, frame, done), words)

    def _vetoed(self, decided: Decided, veto: Veto) -> None:
        done = NotPerformed(step=decided.step, why="vetoed", message=veto.reason)
        self._write(done)
        self._remember(decided, None, done, None)

    def _remember(
        self,
        decided: Decided,
        action: Action | None,
        done: Performed | NotPerformed,
        settled: Settled | None,
        words: str = "",
    ) -> None:
        """What the model will be told of this step, and in which words; action: as it was done, None for a veto."""
        edited = action is not None and decided.decisions[0] != Act(action=action)
        if line := history_line(decided, done, settled, action if edited else None, words):
            self.history.append(line)
        self._count_unchanged(action, settled, done)

    def _settle(self, number: int, frame: Frame, done: Performed | NotPerformed) -> Settled | None:
        if isinstance(done, NotPerformed) and done.why != "unknown":
            return None  # nothing was sent: there is nothing to wait for
        begun = time.monotonic()
        try:
            after = self.device.settle(deadline=self.limits.settle)
        except ScreenUnavailable:
            return None  # the next look goes on trying, and says so if it stays like this
        changed = looks_different(frame, after, alive=self.device.alive)
        spent = time.monotonic() - begun
        settled = Settled(step=number, frame=self.recorder.frame(after), changed=changed, seconds={"settle": spent})
        self._write(settled)
        self.settled = after
        return settled

    def _count_unchanged(self, action: Action | None, settled: Settled | None, done: Performed | NotPerformed) -> None:
        if (action is not None and action.kind == "wait") or (isinstance(done, NotPerformed) and done.why == "turned"):
            return
        changed = (settled is None and isinstance(done, Performed)) or (settled is not None and settled.changed)
        self.unchanged = 0 if changed else self.unchanged + 1
        if self.unchanged >= self.limits.unchanged:
            raise Stop(Outcome.STUCK, f"Stuck: {_count(self.unchanged, 'action')} in a row did not change the screen.")

    def _opened(self, info: ModelInfo, speech: Dialect) -> Opened:
        model = ModelRecord(
            name=info.name,
            dialect=info.dialect,
            brief=info.brief,
            devices=info.devices,
            sure=info.sure,
            fingerprint=info.fingerprint,
            options=dict(info.options),
        )
        return Opened(device=self.device.info, model=model, space=speech.space, seconds=dict(self.clock.split))

    def _screen(self, frame: Frame) -> Screen:
        return Screen(frame, self.recorder.file(frame))

    def _write(self, line: Line) -> None:
        self.recorder.write(line)
        if self.watcher is not None:
            self.watcher(line)


def _check_device(model: ModelInfo, device: DeviceInfo) -> None:
    if model.devices and device.model not in model.devices:
        raise WrongDevice(
            f"The model {model.name} was trained for {', '.join(model.devices)} only, and this device is {device.model}: "
            "name another one with --model (such as Qwen/Qwen2-VL-2B-Instruct), or insist with --force."
        )


def _confidence(decided: Decided) -> float:
    """A model that does not say how sure it is, is taken at its word."""
    return 1.0 if decided.confidence is None else decided.confidence


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
