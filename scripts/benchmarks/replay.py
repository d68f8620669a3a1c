"""Oracle episodes are recorded, done again strictly and leniently, and their bytes flipped: what replay and verify promise.

Each recording and each replay has a fresh phone, with the task's own set-up. A replay counts only if it ends in VERIFIED, with
the task's check asked at its end: every recorded action was delivered, strict saw every screen as recorded, lenient one at the
end that looks like the recorded one, and the check says that the task is done. One that halts where the check passes all the
same is told apart, and does not count.

A question has no goal on the device: a replay finds no answer, it goes the way to it. Its check is given the recorded answer,
so VERIFIED says that the way could be gone and that the answer is right on that phone, too. The share is therefore also counted
without questions, and both have to be high enough.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path

from agent.episode import Outcome
from agent.errors import AgentError
from agent.recording import Recorder, fresh_directory
from agent.recording.verifying import State, verify
from agent.replay.grade import Grade
from devices.android.server import PrivateServer
from devices.errors import DeviceError
from scripts.benchmarks.flips import flip_bytes
from scripts.benchmarks.replayed import Replay, report, succeeded, verified
from scripts.benchmarks.report import CannotMeasure, Report
from scripts.benchmarks.resuming import keep, read_kept, side_by_side
from tasks.again import Mode, options_for, read_recorded, replay_task
from tasks.bodies.phone import PhoneSession
from tasks.body import PHONE
from tasks.oracle import TaskOracle
from tasks.results import EPISODES_FOLDER, RESULTS_FILE, InstanceId, Result
from tasks.rollout import rollout
from tasks.suites import suite as find_suite
from tasks.task import BadSuite
from tasks.worker import failed, recording_of

ABOUT = "recorded oracle episodes done again on the same and on another phone, and whether a flipped byte is found"
SUITES = ("phone_basics", "phone_daily", "phone_hard", "phone_zh")
REPLAYS_FILE = "replays.jsonl"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where everything lies and with how many phones at a time it is done. checker: the adb server of the checks' clients."""

    folder: Path
    checker: PrivateServer
    jobs: int

    def session(self, one: InstanceId, options: Mapping[str, str]) -> PhoneSession:
        """A fresh phone for this episode; raises DeviceError."""
        return PhoneSession(self.checker, seed=one.seed, locale=one.locale, options=options)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--episodes", type=int, default=100, metavar="N", help="how many are recorded (default 100)")
    parser.add_argument("--seed", type=int, default=9000, help="of the first world; each has its own (default 9000)")
    parser.add_argument("--suite", action="append", metavar="SUITE", help=f"in turn; several times ({', '.join(SUITES)})")
    parser.add_argument(
        "--phone", default="size=720x1600,theme=dark", metavar="OPTIONS", help="of lenient (default size=720x1600,theme=dark)"
    )
    parser.add_argument("--flips", type=int, default=400, metavar="N", help="how many bytes are flipped (default 400)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="phones at a time (default 1)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep everything here; what is in it is not done again")


def measure(options: argparse.Namespace) -> Report:
    """Record, do again in both ways, flip bytes."""
    suites = tuple(options.suite or SUITES)
    if min(options.episodes, options.jobs, options.flips) < 1:
        raise CannotMeasure("There has to be at least one episode, one flip and one job.")
    with ExitStack() as stack:
        folder = options.out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fingertip-replay-")))
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder, stack.enter_context(closing(PrivateServer())), options.jobs)
        try:
            PHONE.options(f"phone:{options.phone}")  # so that a bad one is told at once
            tried = record(bench, candidates(suites, options.seed), options.episodes)
        except BadSuite as error:
            raise CannotMeasure(str(error)) from error
        chosen = [one for one in tried if succeeded(one)]
        strict = do_again(bench, chosen, "strict", "")
        lenient = do_again(bench, chosen, "lenient", options.phone)
        recordings = [folder / one.episode for one in chosen]
        intact = [path for path in recordings if verify(path).state is State.INTACT]
        flips = flip_bytes(intact, options.flips, random.Random(options.seed))
    return report(tried, strict, lenient, len(intact), flips)


# recording


def candidates(suites: Sequence[str], seed: int) -> Iterator[InstanceId]:
    """Without end: the suites in turn, the tasks of each in drawn order, each time in a world of its own."""
    decks = [
        (suite := find_suite(name), random.Random(f"{seed} {name}").sample(sorted(suite.tasks), len(suite))) for name in suites
    ]
    for number in count():
        lap, place = divmod(number, len(decks))
        suite, deck = decks[place]
        task, fault = deck[lap % len(deck)], suite.faults[lap % len(suite.faults)]
        yield InstanceId(
            suite=suite.name, version=suite.version, task=task, seed=seed + number, locale=suite.locale, fault=fault
        )


def record(bench: Bench, ids: Iterator[InstanceId], wanted: int) -> list[Result]:
    """Episodes until so many succeeded, in the order of ids, with those that did not. Raises CannotMeasure if most do not."""
    path = bench.folder / RESULTS_FILE
    found = {result.id: result for result in read_kept(path, Result)}
    tried: list[Result] = []
    while missing := wanted - sum(succeeded(result) for result in tried):
        if len(tried) >= 2 * wanted:
            raise CannotMeasure(f"The oracle did {wanted - missing} of {len(tried)}. The last one: {tried[-1].reason}")
        asked = list(islice(ids, missing))
        waiting = [one for one in asked if one not in found]
        work = partial(_recorded, bench)
        for result in side_by_side(waiting, work, bench.jobs, title="recorded", good=succeeded, of=len(asked)):
            found[result.id] = result
            keep(path, result)
        tried += [found[one] for one in asked]
    return tried


def _recorded(bench: Bench, one: InstanceId) -> Result:
    task = find_suite(one.suite).tasks[one.task]
    directory = recording_of(bench.folder / EPISODES_FOLDER, one)
    try:
        with bench.session(one, find_suite(one.suite).options) as session:
            return rollout(session, task, one, lambda phone, case: TaskOracle(case.oracle, phone.look), directory).result
    except DeviceError as error:
        return failed(one, str(error), 1)


# doing again


def do_again(bench: Bench, chosen: Sequence[Result], mode: Mode, phone: str) -> list[Replay]:
    """Each episode on a fresh phone; those that are kept already are not done again."""
    path = bench.folder / REPLAYS_FILE
    kept = [one for one in read_kept(path, Replay) if (one.mode, one.phone, one.trouble) == (mode, phone, False)]
    found = {one.id: one for one in kept}
    waiting = [one for one in chosen if one.id not in found]
    work = partial(_replayed, bench, mode, phone)
    for replay in side_by_side(waiting, work, bench.jobs, title=mode, good=verified, of=len(chosen)):
        found[replay.id] = replay
        keep(path, replay)
    return [found[one.id] for one in chosen]


def _replayed(bench: Bench, mode: Mode, phone: str, one: Result) -> Replay:
    question = one.outcome is Outcome.ANSWERED
    asked = Replay(
        mode=mode, phone=phone, id=one.id, instruction=one.instruction, question=question, grade=Grade.HALTED, reason=""
    )
    begun = time.monotonic()
    try:
        recorded = read_recorded(bench.folder / one.episode)
        with bench.session(one.id, options_for(recorded, f"phone:{phone}")) as session:
            with Recorder(fresh_directory(bench.folder / mode)) as recorder:
                again = replay_task(recorded, session, recorder, mode)
            verdict = again.verdict
            found = {"grade": verdict.grade, "reason": verdict.reason, "step": verdict.step, "trouble": verdict.trouble}
            kept = {"seconds": time.monotonic() - begun, "episode": f"{mode}/{recorder.directory.name}"}
            return asked.model_copy(update={**found, **kept, "done": again.done})
    except BadSuite as error:
        return asked.model_copy(update={"reason": str(error)})
    except (DeviceError, AgentError) as error:
        return asked.model_copy(update={"reason": str(error), "trouble": True})
