"""A run of a suite is killed at random moments and gone on with: what is lost, counted twice, unreadable, or left behind.

The runner is killed with SIGKILL, and nothing else is: its workers, phones and adb servers have to end by themselves. All
processes are known by a mark in their environment.
"""

from __future__ import annotations

import argparse
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.errors import BadEpisode
from agent.recording import find_episodes, read_episode, read_lines
from agent.recording.verifying import State, verify
from scripts.benchmarks.report import CannotMeasure, Report, rows, spread
from tasks.plan import instances
from tasks.results import EPISODES_FOLDER, RESULTS_FILE, InstanceId, Result, Verdict
from tasks.suites import suite as find_suite

ABOUT = "kill -9 the runner of a suite at random moments and go on: what is lost, counted twice or left behind"
SUITE, TASKS = "phone_basics", ("bluetooth", "theme")
MARK = "FINGERTIP_KILL_RUN"
LEFT_SECONDS = 20.0
"""What the runner started may take so long to end after it."""
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run in one directory, and when it is killed: one time in three at a random moment within span seconds from its
    start, else within a third of that from when it begins an episode."""

    model: str = "oracle"
    seeds: tuple[int, ...] = (9000, 9001)
    repeats: int = 10
    jobs: int = 2
    span: float = 14.0

    def ids(self) -> list[InstanceId]:
        """All episodes that there have to be."""
        return list(instances(find_suite(SUITE), seeds=self.seeds, repeats=self.repeats, only=TASKS))


@dataclass
class Found:
    """What came of it. faults: sentences, none if all is well. gone: seconds until everything had ended, one for each kill.

    done: results at each kill. states: of the recordings.
    """

    kills: int = 0
    runs: int = 0
    episodes: int = 0
    recordings: int = 0
    gone: list[float] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--kills", type=int, default=30, metavar="N", help="how often the runner is killed (default 30)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default 0)")
    parser.add_argument("--model", default="oracle", help="as for `tasks run` (default oracle)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the runs in this directory")


def measure(options: argparse.Namespace) -> Report:
    """Kill, go on, and look at what is there at the end."""
    with tempfile.TemporaryDirectory(prefix="fingertip-kill-") as scratch:
        found = kill_runs(options.out or Path(scratch), options.kills, random.Random(options.seed), Plan(options.model))
    figures = {
        "kills": found.kills,
        "runs": found.runs,
        "episodes": found.episodes,
        "recordings": found.recordings,
        "states": dict(found.states),
        "verdicts": dict(found.verdicts),
        "seconds_until_all_ended": found.gone,
        "results_at_each_kill": found.done,
        "faults": found.faults,
    }
    lines = [
        ("killed", f"{found.kills} times, in {found.runs} runs of {found.episodes} episodes in all"),
        ("verdicts", ", ".join(f"{number} {name}" for name, number in sorted(found.verdicts.items()))),
        (
            "recordings",
            f"{found.recordings}: " + ", ".join(f"{number} {name}" for name, number in sorted(found.states.items())),
        ),
        ("until all processes had ended", spread(found.gone) if found.gone else "-"),
    ]
    return Report(rows(lines), figures, tuple(found.faults))


def kill_runs(folder: Path, kills: int, draw: random.Random, plan: Plan) -> Found:
    """Runs in folder, killed so often in all; the last one is brought to its end. A run that is over is followed by another."""
    found = Found()
    while True:
        directory = folder / f"run-{found.runs + 1}"
        found.runs += 1
        while found.kills < kills and _life(directory, plan, found, _moment(draw, plan)):
            pass
        over = found.kills >= kills
        if over:
            _life(directory, plan, found, None)
        _look(directory, plan, found)
        if over:
            return found


@dataclass(frozen=True, slots=True)
class _Moment:
    """Seconds from the start; or, at_work, from the first episode that is begun."""

    at_work: bool
    seconds: float


def _moment(draw: random.Random, plan: Plan) -> _Moment:
    at_work = draw.random() < 2 / 3
    return _Moment(at_work, draw.uniform(0.0, plan.span / 3 if at_work else plan.span))


def _life(directory: Path, plan: Plan, found: Found, moment: _Moment | None) -> bool:
    """Start or go on, and kill at that moment; None: never. Returns whether it was killed."""
    mark = secrets.token_hex(8)
    command = [sys.executable, "-m", "tasks", "run", SUITE, "--model", plan.model, "--unchecked", "--out", str(directory)]
    command += [word for task in TASKS for word in ("--task", task)] + ["--jobs", str(plan.jobs)]
    command += [word for seed in plan.seeds for word in ("--seed", str(seed))] + ["--repeats", str(plan.repeats)]
    with tempfile.TemporaryFile() as words:
        runner = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, MARK: mark}, stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        try:
            _wait(runner, directory, moment)
        except subprocess.TimeoutExpired:
            os.kill(runner.pid, signal.SIGKILL)
            runner.wait()
            killed = time.monotonic()
            found.kills += 1
            found.done.append(len(_results(directory)))
            _wait_until_gone(mark, killed, found)
            return True
        finally:
            if runner.poll() is None:  # we are stopped ourselves
                runner.kill()
                runner.wait()
        if runner.returncode:
            words.seek(0)
            raise CannotMeasure(
                f"The run ended with status {runner.returncode}: {words.read().decode(errors='replace')[-500:]}"
            )
    _wait_until_gone(mark, time.monotonic(), None if moment is None else found)
    return False


def _wait(runner: subprocess.Popen[bytes], directory: Path, moment: _Moment | None) -> None:
    """Until the runner has ended; raises TimeoutExpired when the moment has come."""
    begun = _begun(directory)
    while moment is not None and moment.at_work and runner.poll() is None and _begun(directory) == begun:
        time.sleep(0.02)
    runner.wait(None if moment is None else moment.seconds)


def _wait_until_gone(mark: str, since: float, found: Found | None) -> None:
    while (left := list(marked(mark))) and time.monotonic() - since < LEFT_SECONDS:
        time.sleep(0.05)
    if found is None:
        return
    found.gone.append(round(time.monotonic() - since, 2))
    found.faults += [f"Process {pid} ({name}) was left behind." for pid, name in left]


def marked(mark: str) -> Iterator[tuple[int, str]]:
    """The processes whose environment has the mark: numbers and command lines."""
    wanted = f"{MARK}={mark}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
            except OSError:
                continue  # it has just ended, or is another user's


def _begun(directory: Path) -> int:
    """How many recordings there are."""
    episodes = directory / EPISODES_FOLDER
    return len(list(episodes.iterdir())) if episodes.exists() else 0


def _results(directory: Path) -> list[bytes]:
    path = directory / RESULTS_FILE
    return path.read_bytes().split(b"\n")[:-1] if path.exists() else []


def _look(directory: Path, plan: Plan, found: Found) -> None:
    """Everything that must hold of a run that is over."""
    planned = plan.ids()
    results = [Result.model_validate_json(line) for line in _results(directory)]
    found.episodes += len(planned)
    found.verdicts.update(str(result.verdict) for result in results)
    times = Counter(result.id for result in results)
    found.faults += [f"{one.name} was lost." for one in planned if not times[one]]
    found.faults += [f"{one.name} was counted {number} times." for one, number in times.items() if number > 1]
    found.faults += [f"{one.name} was never asked for." for one in set(times) - set(planned)]
    found.faults += _recordings(directory, results, found)


def _recordings(directory: Path, results: Sequence[Result], found: Found) -> Iterator[str]:
    counted = {directory / result.episode: result for result in results if result.episode}
    checks = {Verdict.SUCCESS: "passed", Verdict.FAILURE: "failed", Verdict.ERROR: "error"}
    for recording in find_episodes(directory / EPISODES_FOLDER):
        found.recordings += 1
        report = verify(recording)
        found.states[str(report.state)] += 1
        if not report.good:
            yield f"{recording.name} is {report.state}: {report.problems}"
        try:
            if any(read_lines(recording)):
                read_episode(recording)
        except BadEpisode as error:
            yield f"{recording.name} cannot be read: {error}"
        result = counted.pop(recording, None)
        if result is not None and result.outcome is not None:
            if report.state is not State.INTACT:
                yield f"{recording.name} has a result and is {report.state}."
            if report.check != checks[result.verdict]:
                yield f"{recording.name} says {report.check}, and its result {result.verdict}."
    for missing in counted:
        yield f"{missing.name} has a result and no recording."
