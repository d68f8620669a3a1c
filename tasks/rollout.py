"""Carry out one episode of a suite: set up, let the agent work, look what became of the phone, put everything back.

Knows how an episode becomes a result. Does not know which episodes there are, where phones come from, or what is counted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from agent.episode import Ended, Line, NotPerformed, Outcome, Performed
from agent.errors import ModelError
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.base import Model
from agent.recording import Recorder
from devices.errors import DeviceError
from tasks.checks import Evidence, Finding
from tasks.results import InstanceId, Result, Verdict
from tasks.session import Session
from tasks.task import BadSuite, Case, Task

ModelFor = Callable[[Session, Case], Model]
"""The model that a case is done with. A model that many cases share stays open."""
CLAIMS = (Outcome.FINISHED, Outcome.ANSWERED)
BROKEN = (Outcome.DEVICE_LOST, Outcome.MODEL_FAILED)


@dataclass(frozen=True, slots=True)
class Rollout:
    """result: what goes on record. delivered: something was done to the phone, or may have been: it is not begun again."""

    result: Result
    delivered: bool


@dataclass
class _Tally:
    """Listens to an episode."""

    stages: Counter[str] = field(default_factory=Counter)
    delivered: bool = False

    def hear(self, line: Line) -> None:
        if isinstance(line, Ended):
            return
        for stage, seconds in getattr(line, "seconds", {}).items():
            self.stages[stage] += seconds
        match line:
            case Performed() | NotPerformed(why="unknown" | "lost"):
                self.delivered = True
            case _:
                pass


def rollout(
    session: Session, task: Task, instance: InstanceId, model_for: ModelFor, directory: Path, *, attempt: int = 1
) -> Rollout:
    """One episode on a phone that is as found, and will be again. directory: gets the recording.

    Whatever breaks is a result with verdict error. Raises RecordingFailed where nothing can be written; KeyboardInterrupt
    goes through once the phone is put back.
    """
    tally = _Tally()
    try:
        case = task.case(instance.suite, instance.seed, session.fresh)
        instruction = case.instruction(session.locale, instance.seed + instance.repeat)
    except Exception as error:  # noqa: BLE001  # a maker is anybody's code: whatever it raises is this task's error
        return Rollout(_result(task, instance, "", Verdict.ERROR, None, f"{type(error).__name__}: {error}", attempt), False)
    ended: Ended | None = None
    try:
        before = session.prepare(case, instance.fault)
        with Recorder(directory) as recorder:
            ended = run_episode(
                instruction,
                session.device,
                model_for(session, case),
                recorder,
                limits=Limits(steps=task.steps),
                watcher=tally.hear,
            )
            if ended.outcome is Outcome.CANCELLED:
                raise KeyboardInterrupt
            answer = ended.message if ended.outcome is Outcome.ANSWERED else None
            finding = _judge(case, Evidence(before, session.state(), answer))
            verdict = _verdict(ended.outcome, finding)
            reason = ended.message if verdict is Verdict.ERROR else finding.reason
    except (DeviceError, ModelError, BadSuite) as error:
        verdict, reason, answer = Verdict.ERROR, str(error), None
    finally:
        with suppress(DeviceError):
            session.tear_down()
    result = _result(task, instance, instruction, verdict, ended, reason, attempt).model_copy(
        update={"answer": answer or "", "stages": dict(tally.stages), "episode": directory.name}
    )
    return Rollout(result, tally.delivered)


def _judge(case: Case, seen: Evidence) -> Finding:
    try:
        return case.check(seen)
    except Exception as error:
        raise BadSuite(f"The check broke: {type(error).__name__}: {error}") from error


def _verdict(outcome: Outcome, finding: Finding) -> Verdict:
    if outcome in BROKEN:
        return Verdict.ERROR
    return Verdict.SUCCESS if finding.passed else Verdict.FAILURE


def _result(
    task: Task, instance: InstanceId, instruction: str, verdict: Verdict, ended: Ended | None, reason: str, attempt: int
) -> Result:
    return Result(
        id=instance,
        instruction=instruction,
        verdict=verdict,
        outcome=None if ended is None else ended.outcome,
        claimed=ended is not None and ended.outcome in CLAIMS,
        reason=reason,
        steps=0 if ended is None else ended.steps,
        budget=task.steps,
        seconds=0.0 if ended is None else ended.seconds,
        attempts=attempt,
        apps=task.apps,
        tags=task.tags,
        finished=time.time(),
    )
