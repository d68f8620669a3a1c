"""Whether a suite may be used: what must fail fails on every task, what must succeed succeeds, and nothing is left behind.

Knows what a sound suite is, and what is kept of a check. Does not know what is asked of a single task (tasks/trying.py). The
body is real; each seed has one of its own, on which everything happens one after the other, so that whatever leaks from one
episode meets the next. A body that was not put back as found is named and replaced.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from pydantic import Field, ValidationError

from devices.actions import Frozen
from tasks.body import body_of
from tasks.defects import Defect
from tasks.found import Found
from tasks.suites import source
from tasks.task import BadSuite, Suite, Task
from tasks.trying import Stopped, Tried, Trying

SEEDS = (9000, 9001, 9002, 9003, 9004)


class Gate(Frozen):
    """What came of a check; stored beside the suite, and named by every later score.

    digest: of the suite that was checked. phone: fingerprint of the device. draws: how often blind touching tried on a seed.
    episodes: how many were run. oracle_steps: the most steps that the oracle needed, by task. lucky: how often blind touching
    did a task that declares a chance, of how many tries. notes: what is odd, and may be wanted. checked: seconds since the
    epoch.
    """

    suite: str
    version: int
    digest: str
    phone: str
    seeds: tuple[int, ...]
    tasks: int
    draws: int = 1
    episodes: int
    seconds: float
    defects: tuple[Defect, ...]
    oracle_steps: dict[str, int]
    lucky: dict[str, tuple[int, int]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    checked: float

    @property
    def passed(self) -> bool:
        """Nothing is wrong."""
        return not self.defects


def check_suite(
    suite: Suite,
    *,
    seeds: Sequence[int] = SEEDS,
    only: Sequence[str] = (),
    jobs: int = 2,
    draws: int = 1,
    watcher: Callable[[Tried], None] = lambda _tried: None,
) -> Gate:
    """Try every task of a suite, or only some, on every seed. watcher: hears of each as it is through, from any thread.

    Raises BadSuite where there is no such task, DeviceError where no phone can be had.
    """
    unknown = sorted(set(only) - set(suite.tasks))
    if unknown:
        raise BadSuite(f"The suite {suite.name} has no task {', '.join(unknown)}.")
    tasks = [suite.tasks[name] for name in dict.fromkeys(only)] or list(suite)
    if not tasks:
        raise BadSuite(f"The suite {suite.name} has no tasks.")
    begun = time.monotonic()
    tried: list[Tried] = []

    def hear(one: Tried) -> None:
        tried.append(one)
        watcher(one)

    phones = _Check(suite, tasks, draws, hear).everywhere(seeds, jobs)
    tried.sort(key=lambda one: (one.seed, one.task))
    return Gate(
        suite=suite.name,
        version=suite.version,
        digest=suite.digest,
        phone=phones[0].partition("@")[0],
        seeds=tuple(seeds),
        tasks=len(tasks),
        draws=draws,
        episodes=sum(one.episodes for one in tried),
        seconds=round(time.monotonic() - begun, 1),
        defects=(*dict.fromkeys(defect for one in tried for defect in one.defects), *_said_twice(tried)),
        oracle_steps={task.id: max(one.steps for one in tried if one.task == task.id) for task in tasks},
        lucky={
            task.id: (sum(one.lucky for one in tried if one.task == task.id), len(seeds) * draws)
            for task in tasks
            if task.chance > 0
        },
        notes=tuple(_notes(tasks, tried)),
        checked=round(time.time()),
    )


@dataclass(frozen=True, slots=True)
class _Check:
    """A check on its way. stopped: set where nobody wants to know any more."""

    suite: Suite
    tasks: Sequence[Task]
    draws: int
    hear: Callable[[Tried], None]
    stopped: Event = field(default_factory=Event)

    def everywhere(self, seeds: Sequence[int], jobs: int) -> list[str]:
        """All seeds, so many at a time; returns the phones' fingerprints. Whatever ends one of them ends all."""
        pool = ThreadPoolExecutor(jobs)
        try:
            futures = [pool.submit(self.on_seed, turn, seed) for turn, seed in enumerate(seeds)]
            for future in wait(futures, return_when=FIRST_EXCEPTION).done:
                future.result()
            return [future.result() for future in futures]
        finally:
            self.stopped.set()
            pool.shutdown(cancel_futures=True)

    def on_seed(self, turn: int, seed: int) -> str:
        """All tasks on the bodies of one seed; returns their fingerprint. Raises Stopped, DeviceError.

        Where a suite has several faults, everybody tries each task under one of them, another one on each seed and task, and
        the oracle under all.
        """
        suite = self.suite
        body = body_of(suite)
        still = body.still(suite.options)
        left = deque((number, task, fault) for number, task in enumerate(self.tasks, turn) for fault in suite.faults)
        with closing(body.make_ground()) as ground:
            while True:
                if self.stopped.is_set():
                    raise Stopped
                with ground.session(seed=seed, locale=suite.locale, options=suite.options) as session:
                    found = Found.of(session, still)
                    spoiled = False
                    while left and not spoiled:
                        number, task, fault = left.popleft()
                        whole = fault == suite.faults[number % len(suite.faults)]
                        one = Trying(suite, task, fault, session, found, self.draws, self.stopped).through(whole)
                        self.hear(one)
                        spoiled = one.spoiled
                    if not left:
                        return session.device.info.fingerprint


def _said_twice(tried: Sequence[Tried]) -> Iterator[Defect]:
    """Tasks that say what another says on the same phone: they cannot both mean what they check."""
    first: dict[tuple[int, str], str] = {}
    for one in tried:
        for words in one.words:
            other = first.setdefault((one.seed, words), one.task)
            if other != one.task:
                yield Defect(task=one.task, seed=one.seed, fault="unsaid", reason=f"says the same as {other}")
                break


def _notes(tasks: Sequence[Task], tried: Sequence[Tried]) -> Iterator[str]:
    yield from sorted({note for one in tried for note in one.notes})
    for task in tasks:
        here = [one for one in tried if one.task == task.id]
        if task.chance > 0 and not any(one.lucky for one in here):
            yield f"{task.id} declares a chance of {task.chance:g} that nothing here needed"
        if (most := max(one.steps for one in here)) and task.steps == most:
            yield f"{task.id} allows {task.steps} steps, and its solution needs all of them"


def gate_file(suite: Suite) -> Path:
    """Where the check of a suite is kept: with the suites that ship, else beside its own file."""
    if (given := source(suite)) is not None:
        return given.with_suffix(".checked.json")
    return Path(__file__).parent / "suites" / "checked" / f"{suite.name}.json"


def write_gate(gate: Gate, path: Path) -> None:
    """Keep what came of a check."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gate.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_gate(suite: Suite) -> Gate | None:
    """What came of the last check of a suite; None where there was none, or nobody can read it."""
    try:
        return Gate.model_validate_json(gate_file(suite).read_bytes())
    except (OSError, ValidationError):
        return None


def standing(suite: Suite) -> tuple[bool, str]:
    """Whether a suite may be used, and why in one sentence."""
    command = f"python -m tasks check {source(suite) or suite.name}"
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
