"""Whether a suite may be used: what must fail fails on every task, what must succeed succeeds, and nothing is left behind.

Knows what a sound suite is. Does not know single tasks. The phone is real; each seed has one of its own, on which everything
happens one after the other, so that whatever leaks from one episode meets the next.
"""

from __future__ import annotations

import json
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from agent.models.base import Model
from devices.actions import Frozen
from devices.android.server import PrivateServer
from tasks.oracle import TaskOracle
from tasks.probes import PROBES, Probe
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import rollout
from tasks.session import Session
from tasks.state import changes
from tasks.task import BadSuite, Case, Suite, Task

SEEDS = (9000, 9001, 9002, 9003, 9004)
ORACLE = "oracle"
Fault = Literal["passes", "oracle_fails", "left_behind", "leaks_answer", "unsteady", "broken"]
"""What is wrong with a task: somebody passes who must not; the oracle does not; the phone is not as found afterwards; an
instruction holds its answer; the same seed gives two cases; it cannot be made, set up or said."""


class Defect(Frozen):
    """One thing that is wrong. who: which agent showed it, empty where none was needed."""

    task: str
    seed: int
    fault: Fault
    who: str = ""
    reason: str


class Gate(Frozen):
    """What came of a check; stored beside the suite, and named by every later score.

    digest: of the suite that was checked. phone: fingerprint of the device. episodes: how many were run. oracle_steps: the most
    steps that the oracle needed, by task. checked: seconds since the epoch.
    """

    suite: str
    version: int
    digest: str
    phone: str
    seeds: tuple[int, ...]
    tasks: int
    episodes: int
    seconds: float
    defects: tuple[Defect, ...]
    oracle_steps: dict[str, int]
    checked: float

    @property
    def passed(self) -> bool:
        """Nothing is wrong."""
        return not self.defects


@dataclass(frozen=True, slots=True)
class Tried:
    """One task on one seed is through. steps: of the oracle."""

    task: str
    seed: int
    defects: tuple[Defect, ...]
    episodes: int
    steps: int


def check_suite(
    suite: Suite,
    *,
    seeds: Sequence[int] = SEEDS,
    only: Sequence[str] = (),
    jobs: int = 2,
    watcher: Callable[[Tried], None] = lambda _tried: None,
) -> Gate:
    """Try every task of a suite, or only some, on every seed. watcher: hears of each as it is through, from any thread.

    Raises BadSuite where there is no such task, DeviceError where no phone can be had.
    """
    tasks = [suite.tasks[name] for name in only] if set(only) <= set(suite.tasks) else []
    if only and not tasks:
        raise BadSuite(f"The suite {suite.name} has no task {', '.join(sorted(set(only) - set(suite.tasks)))}.")
    tasks = tasks or list(suite)
    begun = time.monotonic()
    tried: list[Tried] = []
    phones: list[str] = []

    def work(seed: int) -> None:
        with Session(server, seed=seed, locale=suite.locale, options=suite.options) as session:
            phones.append(session.device.info.fingerprint)
            for task in tasks:
                for fault in suite.faults:
                    one = _try(suite, task, fault, session)
                    tried.append(one)
                    watcher(one)

    server = PrivateServer()
    try:
        with ThreadPoolExecutor(jobs) as pool:
            for future in [pool.submit(work, seed) for seed in seeds]:
                future.result()
    finally:
        server.close()
    return Gate(
        suite=suite.name,
        version=suite.version,
        digest=suite.digest,
        phone=phones[0].partition("@")[0],
        seeds=tuple(seeds),
        tasks=len(tasks),
        episodes=sum(one.episodes for one in tried),
        seconds=round(time.monotonic() - begun, 1),
        defects=tuple(defect for one in sorted(tried, key=lambda one: (one.task, one.seed)) for defect in one.defects),
        oracle_steps={task.id: max(one.steps for one in tried if one.task == task.id) for task in tasks},
        checked=round(time.time()),
    )


def _try(suite: Suite, task: Task, fault: str, session: Session) -> Tried:
    """Everything about one task on one phone."""
    defects: list[Defect] = []

    def wrong(what: Fault, reason: str, who: str = "") -> None:
        defects.append(Defect(task=task.id, seed=session.seed, fault=what, who=who, reason=reason))

    try:
        case, again = (task.case(suite.name, session.seed, session.fresh) for _ in range(2))
        said = case.instruction(suite.locale)
    except Exception as error:  # noqa: BLE001  # a maker is anybody's code
        wrong("broken", f"{type(error).__name__}: {error}")
        return Tried(task.id, session.seed, tuple(defects), 0, 0)
    if (case.says, case.params, case.prepare) != (again.says, again.params, again.prepare):
        wrong("unsteady", "the same seed gives two different cases")
    for text in case.says[suite.locale]:
        if case.answer and _plain(case.answer) in _plain(text):
            wrong("leaks_answer", f"{text!r} holds {case.answer!r}")
    episodes, steps = 0, 0
    for who in (*PROBES, ORACLE, ORACLE):
        result = _episode(suite, task, fault, session, who, said)
        episodes += 1
        if result.verdict is Verdict.ERROR:
            wrong("oracle_fails" if who == ORACLE else "broken", result.reason, who)
        elif who == ORACLE:
            steps = max(steps, result.steps)
            if result.verdict is not Verdict.SUCCESS or not result.claimed:
                wrong("oracle_fails", f"{result.outcome}: {result.reason}", who)
        elif result.verdict is Verdict.SUCCESS and not (who == "random" and task.chance > 0):
            wrong("passes", result.reason, who)
        left = [str(change) for change in changes(session.fresh, session.state())]
        if left:
            wrong("left_behind", f"{left[0]}{f' and {len(left) - 1} more' if left[1:] else ''}", who)
            session.tear_down()
    return Tried(task.id, session.seed, tuple(defects), episodes, steps)


def _episode(suite: Suite, task: Task, fault: str, session: Session, who: str, said: str) -> Result:
    instance = InstanceId(
        suite=suite.name, version=suite.version, task=task.id, seed=session.seed, locale=suite.locale, fault=fault
    )

    def model_for(phone: Session, case: Case) -> Model:
        return TaskOracle(case.oracle, phone.look) if who == ORACLE else Probe(who, PROBES[who], said, session.seed)

    with tempfile.TemporaryDirectory(prefix="fingertip-check-") as directory:
        return rollout(session, task, instance, model_for, Path(directory) / "episode").result


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def gate_file(suite: Suite) -> Path:
    """Where the check of a suite is kept."""
    return Path(__file__).parent / "suites" / "checked" / f"{suite.name}.json"


def write_gate(gate: Gate, path: Path) -> None:
    """Keep what came of a check."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gate.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n", "utf-8")


def standing(suite: Suite) -> tuple[bool, str]:
    """Whether a suite may be used, and why in one sentence."""
    command = f"python -m tasks check {suite.name}"
    try:
        gate = Gate.model_validate_json(gate_file(suite).read_bytes())
    except OSError:
        return False, f"The suite {suite.name} was never checked: run `{command}` first."
    except ValidationError:
        return False, f"The check of {suite.name} cannot be read: run `{command}` again."
    if gate.digest != suite.digest:
        return False, f"The suite {suite.name} has changed since it was checked: run `{command}` again."
    if not gate.passed:
        return False, f"The suite {suite.name} did not pass its check ({len(gate.defects)} defects): see `{command}`."
    return True, f"checked on seeds {gate.seeds[0]} to {gate.seeds[-1]}, {gate.episodes} episodes"
