"""Ask hooks in order, within their time, and write down what they change or how they fail.

Knows results and time limits. Does not know what the loop does with a veto or an edit. A hook that fails is not asked again;
where it is there for safety, the episode stops.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from queue import SimpleQueue
from typing import TypeVar, assert_never

from agent.backtracking import NAME
from agent.decision import Act
from agent.errors import BadInstruction
from agent.hooks.base import Call, Hook, Plain
from agent.hooks.events import AfterDecide, AtEnd, BeforeDecide, BeforePerform, Event
from agent.hooks.foreign import Kept, described
from agent.hooks.results import GO, Edit, Go, Log, Result, Veto, misfit
from agent.hooks.results import Stop as StopResult
from agent.instruction import check_instruction, plain
from agent.lines import Hooked, Outcome
from agent.stop import Stop

Told = TypeVar("Told", bound=Event)
_Jobs = SimpleQueue[tuple[Event, "Future[object]"] | None]
RESULTS = (Go, Veto, Edit, Log, StopResult)


class Hooks:
    """The hooks of one episode. write: records a line."""

    def __init__(self, hooks: Sequence[Hook | Call], write: Callable[[Hooked], None]) -> None:
        self._callers = [_Caller(hook if isinstance(hook, Hook) else Plain(hook)) for hook in hooks]
        self._write = write

    @property
    def described(self) -> dict[str, str]:
        """For the header of a recording: their names in the order in which they are asked; empty where there is none."""
        return {"hooks": ", ".join(caller.name for caller in self._callers)} if self._callers else {}

    def ask(self, event: Told) -> Told | Veto:
        """The event as the hooks leave it, or the first veto, with the hook's name in its reason; raises Stop."""
        for caller in self._callers:
            if caller.failed:
                continue
            begun = time.monotonic()
            result, trouble = caller.call(event)
            trouble = trouble or misfit(result, event) or _unusable(result)
            line = Hooked(
                step=event.step,
                moment=event.moment,
                hook=caller.name,
                did="failed",
                seconds={"hook": time.monotonic() - begun},
            )
            if trouble:
                self._failed(caller, event, line.model_copy(update={"message": plain(trouble)}))
                continue
            match result:
                case Go():
                    pass
                case Log(text=text):
                    self._write(line.model_copy(update={"did": "logged", "message": plain(text)}))
                case Edit(action=action, instruction=instruction):
                    changed = {"action": action, "instruction": plain(instruction or "")}
                    self._write(line.model_copy(update={"did": "edited", **changed}))
                    event = _edited(event, result)
                case Veto(reason=reason):
                    self._write(line.model_copy(update={"did": "vetoed", "message": plain(reason)}))
                    return Veto(reason=f"{caller.name}: {plain(reason)}")
                case StopResult(reason=reason, outcome=outcome):
                    self._write(line.model_copy(update={"did": "stopped", "message": plain(reason)}))
                    raise Stop(outcome, f"The hook {caller.name} stopped the episode: {plain(reason)}")
                case _:
                    assert_never(result)
        return event

    def end(self, outcome: Outcome, message: str, step: int) -> None:
        """The last moment; Ctrl-C here only ends the asking, since the episode is over already."""
        try:
            self.ask(AtEnd(step=step, outcome=outcome, message=message))
        except KeyboardInterrupt:
            return

    def close(self) -> None:
        """Let go of the threads; the hooks themselves are closed by whoever opened them."""
        for caller in self._callers:
            caller.close()

    def _failed(self, caller: _Caller, event: Event, line: Hooked) -> None:
        caller.failed = True
        self._write(line)
        if caller.hook.safety and not isinstance(event, AtEnd):
            raise Stop(
                Outcome.NEEDS_USER,
                f"The safety hook {caller.name} failed ({line.message}), so nothing further was done: mend it and start again.",
            )


def _edited(event: Told, edit: Edit) -> Told:
    match event:
        case AfterDecide() if edit.action is not None:
            return replace(event, decision=Act(action=edit.action))
        case BeforePerform() if edit.action is not None:
            return replace(event, action=edit.action)
        case BeforeDecide() if edit.instruction is not None:
            return replace(event, instruction=edit.instruction)
        case _:
            raise AssertionError("misfit() lets no other edit pass")


def _unusable(result: Result) -> str:
    """Why an edited instruction cannot be told to a model; empty where it can."""
    if isinstance(result, Edit) and result.instruction is not None:
        try:
            check_instruction(result.instruction)
        except BadInstruction as error:
            return str(error)
    return ""


class _Caller:
    """One hook, and the thread in which it runs where its time is limited."""

    def __init__(self, hook: Hook) -> None:
        self.hook = hook
        name = plain(hook.name or type(hook).__name__)
        self.name = f"{name} (hook)" if name == NAME else name  # no hook passes for the loop in a recording
        self.failed = False
        self._jobs: _Jobs | None = None

    def call(self, event: Event) -> tuple[Result, str]:
        """What the hook says, and how it failed; empty if it did not."""
        seconds = self.hook.seconds
        if seconds is None:
            with Kept() as kept:
                return _taken(self.hook(event))
            if isinstance(kept.error, KeyboardInterrupt):
                raise kept.error
            return GO, described(kept.error)
        answer: Future[object] = Future()
        self._queue().put((event, answer))
        try:
            error = answer.exception(timeout=seconds)
        except TimeoutError:
            return GO, f"it took longer than {seconds:g} s"
        return (GO, described(error)) if error is not None else _taken(answer.result())

    def close(self) -> None:
        """Let the thread end; one that never comes back is left behind and does not keep the process."""
        if self._jobs is not None:
            self._jobs.put(None)

    def _queue(self) -> _Jobs:
        if self._jobs is None:
            self._jobs = SimpleQueue()
            threading.Thread(target=self._work, args=(self._jobs,), name=f"hook {self.name}", daemon=True).start()
        return self._jobs

    def _work(self, jobs: _Jobs) -> None:
        while (job := jobs.get()) is not None:
            event, answer = job
            with Kept() as kept:
                answer.set_result(self.hook(event))
            if kept.error is not None:
                answer.set_exception(kept.error)


def _taken(said: object) -> tuple[Result, str]:
    if said is None:
        return GO, ""
    if isinstance(said, RESULTS):
        return said, ""
    return GO, f"it returned {type(said).__name__}, which is no result of a hook"
