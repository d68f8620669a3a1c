"""Workers on the nodes of a Ray cluster.

Knows actors and where recordings have to be. Does not know what a worker does. Each actor takes one unit of the resource
that is called as the suite's body, "phone" for most, which a node lends with `ray start --resources='{"phone": 2}'`. What comes
back is JSON, and a tar of the recording.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import tempfile
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from agent.errors import AgentError
from agent.versions import versions
from devices.errors import BadOption, MissingDependency
from tasks.body import body_of
from tasks.executors import DEATHS, HUNG, Begun, Job, WorkerFailed, next_job, nobody
from tasks.executors.travel import digest_of, pack, unpack
from tasks.results import EPISODES_FOLDER, InstanceId, Result
from tasks.rollout import Rollout
from tasks.suites import suite as find_suite
from tasks.task import BadSuite
from tasks.worker import Worker, WorkerSpec, failed, lost, recording_of

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
    "RAY_raylet_start_wait_time_s": "120",
}
"""Nobody is told of our use; an actor that asks for no GPU of its own may share the one that is there; a busy machine may take
its time."""
HERE_ONLY = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Makes Ray use the loopback interface and no other, as it does by itself on the systems in that name."""
KNOCK_SECONDS = 5.0

_Said = tuple[str, bool, bytes]
"""A result as JSON, whether something was delivered, and the recording as a tar, empty where it need not travel."""


class RemoteWorker:
    """What lives in an actor: a worker, and a place for recordings where the run's own cannot be seen from here."""

    def __init__(self, spec: WorkerSpec, run: str) -> None:
        """run: digest of the run's own file, by which its directory is known; empty where there is none."""
        os.environ.update(QUIET)
        self._scratch = None if run and digest_of(spec.episodes) == run else Path(tempfile.mkdtemp(prefix="fingertip-ray-"))
        self._spec = spec if self._scratch is None else replace(spec, episodes=self._scratch)
        self._worker = Worker(self._spec)

    def about(self) -> dict[str, str]:
        """What is at work here, to be compared with the run's own side."""
        return about(self._spec.suite)

    def run(self, instance: str, attempt: int) -> _Said | str:
        """One episode, or why no episode can work here."""
        try:
            done = self._worker.run(InstanceId.model_validate_json(instance), attempt)
        except (AgentError, BadSuite, BadOption, MissingDependency) as error:
            return str(error)
        return done.result.model_dump_json(), done.delivered, self._packed(done.result)

    def close(self) -> None:
        """End the phone and the model."""
        self._worker.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _packed(self, result: Result) -> bytes:
        if self._scratch is None or not result.episode:
            return b""
        recording = self._scratch / Path(result.episode).name
        packed = pack(recording)
        shutil.rmtree(recording)
        return packed


@dataclass
class _Hired:
    """One actor. answer: what is waited for: that it is there (job is None), or what came of its job; None: it is idle."""

    actor: Any
    answer: Any
    job: Job | None = None
    recording: Path = Path()
    until: float = float("inf")


class RayExecutor:
    """jobs: workers at a time, as far as the cluster has phones. address: of the cluster; empty starts one here."""

    def __init__(self, spec: WorkerSpec, jobs: int, address: str = "") -> None:
        """Raises WorkerFailed where Ray is not installed."""
        self._spec = spec
        self._body = body_of(find_suite(spec.suite)).name
        self._jobs = jobs
        self._address = address
        os.environ.update(QUIET | (HERE_ONLY if _is_here(address) else {}))  # read when it is imported
        try:
            import ray
        except ImportError as error:
            raise WorkerFailed("Ray is not installed: install Fingertip with its extra, fingertip[ray].") from error
        self._ray: ModuleType = ray

    def run(self, jobs: Sequence[Job], begun: Begun = nobody) -> Generator[tuple[Job, Rollout], None, None]:
        """See Executor."""
        with self._cluster():
            most = self._lent()
            waiting = deque(jobs)
            hired: list[_Hired] = []
            deaths = 0
            try:
                while waiting or any(one.job is not None for one in hired):
                    while len(hired) < min(most, len(waiting) + sum(one.job is not None for one in hired)):
                        hired.append(self._hire())
                    for one in hired:
                        if one.answer is None and waiting:
                            self._give(one, next_job(waiting, [other.job for other in hired]))
                            assert one.job is not None
                            begun(one.job)
                    for one, said in list(self._heard(hired)):
                        job, one.job = one.job, None
                        one.answer = None
                        if isinstance(said, Rollout):
                            deaths = 0
                        elif said:
                            hired.remove(one)
                            self._ray.kill(one.actor)
                            deaths += said != HUNG
                            if deaths >= DEATHS:
                                raise WorkerFailed(f"{deaths} workers ended one after the other without a result. {said}")
                        if job is not None:
                            yield job, said if isinstance(said, Rollout) else self._lost(job, said, one.recording)
            finally:
                self._let_go(hired)

    @contextmanager
    def _cluster(self) -> Iterator[None]:
        ray = self._ray
        _knock(self._address)
        ours = {} if self._address else {"num_cpus": self._jobs, "resources": {self._body: self._jobs}, **_alone()}
        try:
            ray.init(
                address=self._address or None,
                log_to_driver=False,
                configure_logging=True,
                logging_level=logging.ERROR,
                **ours,
            )
        except Exception as error:  # what a cluster is that does not start, Ray says with Exception itself
            where = f"The Ray cluster at {self._address}" if self._address else "A Ray cluster on this machine"
            if "ersion mismatch" in str(error):
                reason = " ".join(str(error).split())[:300]
                raise WorkerFailed(f"{where} has other versions than this side: {reason}") from error
            raise WorkerFailed(f"{where} cannot be had ({_first_line(error)}): see `ray status`.") from error
        try:
            yield
        finally:
            ray.shutdown()
            if "_temp_dir" in ours:
                shutil.rmtree(str(ours["_temp_dir"]), ignore_errors=True)

    def _lent(self) -> int:
        """How many workers there can be at a time; raises WorkerFailed where the cluster lends nothing to run on."""
        lent = int(self._ray.cluster_resources().get(self._body, 0))
        if not lent:
            raise WorkerFailed(
                f"The Ray cluster lends no {self._body}s: start its nodes with "
                f"`ray start --resources='{{\"{self._body}\": 2}}'`, the number being how many episodes each can run at a time."
            )
        return min(self._jobs, lent)

    def _hire(self) -> _Hired:
        made = self._ray.remote(num_cpus=0, resources={self._body: 1}, max_restarts=0, max_task_retries=0)(RemoteWorker)
        actor = made.remote(self._spec, digest_of(self._spec.episodes))
        return _Hired(actor, actor.about.remote())

    def _give(self, one: _Hired, job: Job) -> None:
        instance, attempt = job
        one.job = job
        one.recording = recording_of(self._spec.episodes, instance)
        one.until = time.monotonic() + self._spec.patience(instance)
        one.answer = one.actor.run.remote(instance.model_dump_json(), attempt)

    def _heard(self, hired: Sequence[_Hired]) -> Iterator[tuple[_Hired, Rollout | str]]:
        """Waits until workers have something to say: a result, nothing but that they are there, or why there is no result.

        Raises WorkerFailed.
        """
        expected = [one for one in hired if one.answer is not None]
        left = min((one.until for one in expected), default=0.0) - time.monotonic()
        answers = [one.answer for one in expected]
        ready, _ = self._ray.wait(answers, num_returns=1, timeout=None if left == float("inf") else max(0.0, left))
        for one in expected:
            if one.answer in ready:
                yield one, self._said(one)
            elif time.monotonic() > one.until:
                yield one, HUNG

    def _said(self, one: _Hired) -> Rollout | str:
        errors = self._ray.exceptions
        try:
            said = self._ray.get(one.answer)
        except errors.RuntimeEnvSetupError as error:
            raise WorkerFailed(f"A node cannot run Fingertip: {_first_line(error)}") from error
        except errors.RayTaskError as error:
            return f"The worker broke: {_last_line(error)}"
        except errors.RayError as error:
            return f"The worker's process or its node ended: {_first_line(error)}"
        if one.job is None:
            _compare(said, about(self._spec.suite))
            return ""
        if isinstance(said, str):
            raise WorkerFailed(said)
        text, delivered, packed = said
        result = Result.model_validate_json(text)
        if packed:
            place = unpack(packed, self._spec.episodes, one.job[0])
            result = result.model_copy(update={"episode": f"{EPISODES_FOLDER}/{place.name}"})
        return Rollout(result, delivered)

    def _lost(self, job: Job, reason: str, recording: Path) -> Rollout:
        instance, attempt = job
        if recording.exists():
            return lost(instance, reason, attempt, recording)
        return Rollout(failed(instance, reason, attempt), delivered=True)  # it may have been recorded where we do not see it

    def _let_go(self, hired: Sequence[_Hired]) -> None:
        idle = [one.actor.close.remote() for one in hired if one.answer is None]
        if idle:
            self._ray.wait(idle, num_returns=len(idle), timeout=20.0)
        for one in hired:
            self._ray.kill(one.actor)


def _is_here(address: str) -> bool:
    return not address or address.rpartition(":")[0] in ("127.0.0.1", "localhost")


def _knock(address: str) -> None:
    """Ray itself goes on trying for minutes; raises WorkerFailed where nobody listens."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        try:
            socket.create_connection((host, int(port)), timeout=KNOCK_SECONDS).close()
        except OSError as error:
            raise WorkerFailed(
                f"The Ray cluster at {address} cannot be had ({error.strerror or error}): see `ray status`."
            ) from error


def about(suite: str) -> dict[str, str]:
    """What has to be the same on both sides: our own version, Python's, and the suite."""
    here = versions()
    return {"suite": find_suite(suite).digest, **{name: here.get(name, "") for name in ("fingertip", "python")}}


def _compare(there: dict[str, str], here: dict[str, str]) -> None:
    other = [name for name in here if there.get(name) != here[name]]
    if other:
        which = " and ".join(f"{name} ({there.get(name, '')[:12]}, here {here[name][:12]})" for name in other)
        raise WorkerFailed(f"A node of the cluster has another version of {which}: install the same on all.")


def _alone() -> dict[str, Any]:
    """How a cluster is started that only we use."""
    return {
        "_temp_dir": tempfile.mkdtemp(prefix="fingertip-ray-"),
        "include_dashboard": False,
        "object_store_memory": 100_000_000,
    }


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]


def _last_line(error: Exception) -> str:
    return next((line.strip() for line in reversed(str(error).splitlines()) if line.strip()), type(error).__name__)[:300]
