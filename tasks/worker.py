"""One worker: a model, a body of its own, and one episode after the other.

Knows how to make what an episode needs, and keeps it while it can be used again. Does not know processes or clusters: an
executor puts it where it runs.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from agent.episode import Header
from agent.errors import BadEpisode, RecordingFailed
from agent.models.base import Model
from agent.models.registry import SCRIPT, ModelOptions, open_model
from agent.recording import read_lines
from devices.errors import BadOption, DeviceError, MissingDependency
from tasks.body import body_of
from tasks.probes import PROBES, Probe
from tasks.results import EPISODES_FOLDER, InstanceId, Result, Verdict
from tasks.rollout import ModelFor, Rollout, Tally, rollout
from tasks.session import Ground, Session
from tasks.suites import suite as find_suite
from tasks.task import Suite

ORACLE = "oracle"


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What makes a worker; plain values, so that it can be sent to another process.

    suite: its name. model: "oracle", a probe of tasks.probes, or as for `agent run`. phone: options of the device besides
    seed and locale. episodes: directory for the recordings. opening_seconds, step_seconds: how long a worker may take for an
    episode in all, with and without the steps of its budget.
    """

    suite: str
    model: str
    episodes: Path
    options: ModelOptions = field(default_factory=ModelOptions)
    phone: tuple[tuple[str, str], ...] = ()
    opening_seconds: float = 600.0
    step_seconds: float = 120.0

    def patience(self, instance: InstanceId) -> float:
        """Seconds until a worker that is at this episode is taken to hang."""
        return self.opening_seconds + self.step_seconds * find_suite(instance.suite).tasks[instance.task].steps


class Worker:
    """Carries out episodes; opens what they need at the first that needs it. Close it; close() may be called twice."""

    def __init__(self, spec: WorkerSpec) -> None:
        """Raises BadSuite."""
        self._spec = spec
        self._suite: Suite = find_suite(spec.suite)
        self._owned = ExitStack()
        self._ground: Ground | None = None
        self._model: ModelFor[Session] | None = None
        self._shared: Model | None = None
        self._session: Session | None = None

    def run(self, instance: InstanceId, attempt: int = 1) -> Rollout:
        """One episode; a phone that cannot be had is a result, too.

        Raises what would be the same for every episode: RecordingFailed, ModelError, BadOption, MissingDependency.
        """
        task = self._suite.tasks[instance.task]
        model_for = self._model_for()
        if self._shared is not None:
            self._shared.begin(instance.name)  # what it draws depends neither on the worker nor on what was before
        try:
            session = self._session_for(instance)
            done = rollout(session, task, instance, model_for, recording_of(self._spec.episodes, instance), attempt=attempt)
        except (BadOption, MissingDependency):
            raise
        except DeviceError as error:
            self._forget_session()
            return Rollout(failed(instance, str(error), attempt), delivered=False)
        except RecordingFailed as error:
            why = getattr(error.__cause__, "strerror", None) or error
            raise RecordingFailed(
                f"The episode {instance.name} cannot be recorded in {self._spec.episodes} ({why}): free some space and go on "
                "with the same command."
            ) from error
        if done.spoiled or done.result.verdict is Verdict.ERROR:
            self._forget_session()  # whatever broke shall not meet the next episode
        return done

    def close(self) -> None:
        """End the body, the model and what bodies share."""
        self._forget_session()
        self._owned.close()

    def _model_for(self) -> ModelFor[Session]:
        if self._model is None:
            self._model = self._opened()
        return self._model

    def _opened(self) -> ModelFor[Session]:
        name = self._spec.model
        if name == ORACLE:
            return lambda session, case: session.oracle(case)
        if name in PROBES:
            return lambda session, case: Probe(name, PROBES[name], case.instruction(session.locale), session.seed)
        if name.startswith(SCRIPT):
            open_model(name, self._spec.options).close()  # so that a bad one is told at once
            return lambda _session, _case: open_model(name, self._spec.options)  # each episode begins the script anew
        model = self._shared = self._owned.enter_context(open_model(name, self._spec.options))

        def the_one(_session: Session, _case: object) -> Model:
            return model

        return the_one

    def _session_for(self, instance: InstanceId) -> Session:
        if self._ground is None:
            self._ground = body_of(self._suite).make_ground()
            self._owned.callback(self._ground.close)
        session = self._session
        if session is None or (session.seed, session.locale) != (instance.seed, instance.locale):
            self._forget_session()
            phone = {**self._suite.options, **dict(self._spec.phone)}
            session = self._session = self._ground.session(seed=instance.seed, locale=instance.locale, options=phone)
        return session

    def _forget_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(DeviceError):
                session.close()


def recording_of(episodes: Path, instance: InstanceId) -> Path:
    """A directory that nobody has: what a killed run left half done stays where it is."""
    for number in range(1, 10_000):
        path = episodes / (instance.name if number == 1 else f"{instance.name}.{number}")
        if not path.exists():
            return path
    raise AssertionError(instance.name)


def failed(instance: InstanceId, reason: str, attempt: int) -> Result:
    """What is on record of an episode that never began."""
    task = find_suite(instance.suite).tasks[instance.task]
    return Result(
        id=instance,
        instruction="",
        verdict=Verdict.ERROR,
        outcome=None,
        claimed=False,
        reason=reason,
        budget=task.steps,
        attempts=attempt,
        apps=task.apps,
        tags=task.tags,
        finished=time.time(),
    )


def lost(instance: InstanceId, reason: str, attempt: int, recording: Path) -> Rollout:
    """What is on record of an episode whose worker ended under it: as far as its recording tells, if there is one."""
    nothing = failed(instance, reason, attempt)
    tally = Tally()
    try:
        lines = list(read_lines(recording))
    except BadEpisode:
        return Rollout(nothing, delivered=False)  # the recording begins before anything is done
    for line in lines:
        tally.hear(line)
    said = {"instruction": lines[0].instruction} if lines and isinstance(lines[0], Header) else {}
    known = {"episode": f"{EPISODES_FOLDER}/{recording.name}", "steps": tally.steps, "stages": tally.stages, **said}
    return Rollout(nothing.model_copy(update=known), tally.delivered)
