"""Carry out one episode of a suite: set up, let the agent work, look what became of the body, put everything back.

Knows how an episode becomes a result. Does not know which episodes there are, where bodies come from, or what is counted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import JsonValue

from agent.decision import Act
from agent.episode import (
    Checked,
    Decided,
    Ended,
    Header,
    Line,
    NotPerformed,
    Observed,
    Outcome,
    Performed,
    Settled,
    Unreadable,
)
from agent.errors import ModelError
from agent.instruction import plain
from agent.limits import Limits
from agent.loop import header, run_episode
from agent.models.base import Model
from agent.recording import Recorder
from devices.errors import DeviceError
from tasks.checks import Evidence
from tasks.results import EPISODES_FOLDER, InstanceId, Result, Verdict
from tasks.session import Session
from tasks.state import State, changes
from tasks.task import BadSuite, Case, Task

S = TypeVar("S", bound=Session)
ModelFor = Callable[[S, Case], Model]
"""The model that a case is done with. A model that many cases share stays open."""
Lead = Callable[[S, str], Sequence[str]]
"""Does something to a body that is set up, for an instruction; returns what the agent is told of it as of its own steps."""
CLAIMS = (Outcome.FINISHED, Outcome.ANSWERED)
BROKEN = (Outcome.DEVICE_LOST, Outcome.MODEL_FAILED, Outcome.REFUSED)
"""Nothing is said about the agent: refused is a model on a device that it is not for, or an instruction that is none."""
CHECKS: Mapping[Verdict, Literal["passed", "failed", "error"]] = {
    Verdict.SUCCESS: "passed",
    Verdict.FAILURE: "failed",
    Verdict.ERROR: "error",
}
MOST_CHANGES, LONGEST_VALUE = 100, 2000
"""How much of the evidence is written down: so many changes, values of so many characters as JSON."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """result: what goes on record. delivered: something was done to the phone, or may have been: it is not begun again.

    spoiled: the phone could not be put back as found.
    """

    result: Result
    delivered: bool
    spoiled: bool = False


@dataclass
class Tally:
    """Adds up the lines of an episode. stages: seconds of its steps. steps: replies."""

    stages: dict[str, float] = field(default_factory=dict)
    steps: int = 0
    _done: bool = False
    _on_its_way: bool = False

    def hear(self, line: Line) -> None:
        """One more line."""
        match line:
            case Decided(decisions=decisions):
                self.steps += 1
                self._on_its_way = isinstance(decisions[0], Act)
            case Unreadable():
                self.steps += 1
            case Performed() | NotPerformed(why="unknown" | "lost"):
                self._done, self._on_its_way = True, False
            case NotPerformed():
                self._on_its_way = False
            case _:
                pass
        match line:
            case Observed() | Decided() | Unreadable() | Performed() | NotPerformed() | Settled():
                for stage, seconds in line.seconds.items():
                    self.stages[stage] = self.stages.get(stage, 0.0) + seconds
            case _:
                pass

    @property
    def delivered(self) -> bool:
        """Something was done to the phone, or may have been."""
        return self._done or self._on_its_way


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was found after the agent's last word."""

    verdict: Verdict
    reason: str
    answer: str = ""
    evidence: dict[str, JsonValue] = field(default_factory=dict)


def rollout(
    session: S,
    task: Task,
    instance: InstanceId,
    model_for: ModelFor[S],
    directory: Path,
    *,
    attempt: int = 1,
    lead: Lead[S] | None = None,
) -> Rollout:
    """One episode on a body that is as found, and will be again. directory: gets the recording. lead: comes before the agent.

    Whatever breaks is a result with verdict error. Raises RecordingFailed where nothing can be written; KeyboardInterrupt
    goes through once the phone is put back.
    """
    tally = Tally()
    try:
        case = task.case(instance.suite, instance.seed, session.fresh)
        instruction = case.instruction(session.locale, instance.seed + instance.repeat)
    except Exception as error:  # noqa: BLE001  # a maker is anybody's code: whatever it raises is this task's error
        broken = _Judged(Verdict.ERROR, f"The task broke: {type(error).__name__}: {error}")
        return Rollout(_result(task, instance, "", None, broken, attempt), delivered=False)
    ended: Ended | None = None
    spoiled = False
    try:
        before = session.prepare(case, instance.fault)
        history = lead(session, instruction) if lead else ()
        model = model_for(session, case)
        with Recorder(directory) as recorder:
            limits = Limits(steps=task.steps)
            recorder.write(_header(session, task, instance, case, instruction, model, limits, attempt, history))
            ended = run_episode(
                instruction, session.device, model, recorder, limits=limits, watcher=tally.hear, history=history
            )
            if ended.outcome is Outcome.CANCELLED:
                raise KeyboardInterrupt
            judged = _judge(session, case, before, ended)
            recorder.write(_checked(judged, instance))
    except (DeviceError, ModelError, BadSuite) as error:
        judged = _Judged(Verdict.ERROR, str(error))
    finally:
        try:
            session.tear_down()
        except DeviceError:
            spoiled = True
    result = _result(task, instance, instruction, ended, judged, attempt).model_copy(
        update={
            "stages": tally.stages,
            "episode": f"{EPISODES_FOLDER}/{directory.name}" if ended is not None else "",
        }
    )
    return Rollout(result, tally.delivered, spoiled)


def _header(
    session: Session,
    task: Task,
    instance: InstanceId,
    case: Case,
    instruction: str,
    model: Model,
    limits: Limits,
    attempt: int,
    history: Sequence[str],
) -> Header:
    """Everything that is needed to do the same again."""
    options = {
        **{name: str(value) for name, value in instance.model_dump().items() if value != ""},
        "attempt": str(attempt),
        "apps": ",".join(task.apps),
        "prepare": json.dumps(case.prepare, ensure_ascii=False),
    }
    if history:
        options["history"] = json.dumps(history, ensure_ascii=False)
    return header(instruction, limits, device=session.spec, model=model.info.name, options=options)


def _judge(session: Session, case: Case, before: State, ended: Ended) -> _Judged:
    """Ask the check. What broke first counts: where the agent's device or model did, the check has nothing to say."""
    answer = ended.answer
    broke = ended.message if ended.outcome in BROKEN else ""
    try:
        seen = Evidence(before, session.state(), answer)
    except DeviceError as error:
        return _Judged(Verdict.ERROR, broke or str(error), answer or "")
    if broke:
        return _Judged(Verdict.ERROR, broke, answer or "", evidence(seen))
    try:
        finding = case.check(seen)
    except Exception as error:  # noqa: BLE001  # a check is anybody's code: whatever it raises is this task's error
        reason = f"The check broke: {type(error).__name__}: {error}"
        return _Judged(Verdict.ERROR, reason, answer or "", evidence(seen))
    verdict = Verdict.SUCCESS if finding.passed else Verdict.FAILURE
    return _Judged(verdict, finding.reason, answer or "", evidence(seen))


def _checked(judged: _Judged, instance: InstanceId) -> Checked:
    return Checked(
        check=CHECKS[judged.verdict],
        reason=plain(judged.reason),
        evidence=judged.evidence,
        by=f"tasks {instance.suite} {instance.version}",
        when=time.time(),
    )


def evidence(seen: Evidence) -> dict[str, JsonValue]:
    """What a check saw, as JSON: what differs between the two states, what is in front at the end, and the answer."""
    differing = changes(seen.before, seen.after)
    found: dict[str, JsonValue] = {
        "front": f"{seen.after.package} {seen.after.page}".strip(),
        "changes": [
            {"kind": one.kind, "place": one.place, "before": _bounded(one.before), "after": _bounded(one.after)}
            for one in differing[:MOST_CHANGES]
        ],
    }
    if differing[MOST_CHANGES:]:
        found["more"] = len(differing) - MOST_CHANGES
    if seen.answer is not None:
        found["answer"] = seen.answer
    return found


def _bounded(value: JsonValue) -> JsonValue:
    """The same value, or the beginning of its JSON where that is too long."""
    text = json.dumps(value, ensure_ascii=False)
    return value if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _result(task: Task, instance: InstanceId, instruction: str, ended: Ended | None, judged: _Judged, attempt: int) -> Result:
    return Result(
        id=instance,
        instruction=instruction,
        verdict=judged.verdict,
        outcome=None if ended is None else ended.outcome,
        claimed=ended is not None and ended.outcome in CLAIMS,
        reason=plain(judged.reason),
        answer=judged.answer,
        steps=0 if ended is None else ended.steps,
        budget=task.steps,
        seconds=0.0 if ended is None else ended.seconds,
        attempts=attempt,
        apps=task.apps,
        tags=task.tags,
        finished=time.time(),
    )
