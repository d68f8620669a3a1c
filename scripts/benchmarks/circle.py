"""The whole circle on an app that no training has seen: record, make a data set, train an adapter, and see what it is worth.

Every step is one of the project's own commands, printed before it runs, so that each can be done by hand. All of them go on
where they were stopped, so this does, too.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.benchmarks.report import CannotMeasure, Report, rows
from tasks.reports.reading import read_run
from tasks.results import Result, Verdict
from tasks.statistics import wilson

ABOUT = "the whole circle on a new app: before, 40 demonstrations, LoRA, after, and what was forgotten"
SUITE = Path(__file__).resolve().parents[2] / "docs" / "sample-app" / "habits_suite.py"
SHOWN, KNOWN, HELD_OUT, BASICS = "0:10", "100:104", "9000:9010", "9000:9005"
"""Worlds that demonstrations are recorded in, worlds of those of what is known already, which keep it from being forgotten,
worlds that the new app is tried in, and worlds for what may be forgotten."""
RATE = 3e-4
"""A quarter of the usual one for a model of this width, at which Pocket forgot nearly half of phone_basics (LOG.md)."""
BELOW, WANTED, FORGOTTEN = 0.2, 0.8, 0.03
"""Share of successes before, at most; after, at least; and how many points phone_basics may lose."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--out", type=Path, default=Path("runs/circle"), metavar="DIR", help="keeps all; goes on where it was")
    parser.add_argument("--minutes", type=float, default=25, help="of training, at most (default 25)")
    parser.add_argument("--jobs", type=int, default=2, help="episodes at a time (default 2)")
    parser.add_argument(
        "--skip-basics", action="store_true", help="do not measure what phone_basics loses (saves half an hour)"
    )


def measure(options: argparse.Namespace) -> Report:
    """Go through all of it."""
    here = Circle(options.out, options.jobs)
    suite = str(SUITE)
    here.run(suite, "before", "--model", "pocket", "--seeds", HELD_OUT)
    here.run(suite, "shown", "--model", "oracle", "--seeds", SHOWN)
    here.run("phone_basics", "known", "--model", "oracle", "--seeds", KNOWN)
    here.export(("shown", "known"), "set")
    seconds = here.train("set", "adapter", options.minutes)
    trained = ("--model", "pocket", "--adapter", str(here.directory / "adapter"))
    here.run(suite, "after", *trained, "--seeds", HELD_OUT)
    if not options.skip_basics:
        here.run("phone_basics", "basics-before", "--model", "pocket", "--seeds", BASICS)
        here.run("phone_basics", "basics-after", *trained, "--seeds", BASICS)
    return report(here, seconds, basics=not options.skip_basics)


@dataclass(frozen=True, slots=True)
class Circle:
    """The directory that holds everything, and how many episodes may run at a time."""

    directory: Path
    jobs: int

    def run(self, suite: str, name: str, *options: str) -> None:
        """Let somebody do a suite."""
        where = ("--jobs", str(self.jobs), "--out", str(self.directory / name))
        say("tasks", "run", suite, *options, *where)

    def export(self, names: Sequence[str], out: str) -> None:
        """Make a data set of what was recorded, unless it is there."""
        if not (self.directory / out).exists():
            say(
                "agent",
                "export",
                *(str(self.directory / name) for name in names),
                "--brief",
                "--out",
                str(self.directory / out),
            )

    def train(self, data: str, out: str, minutes: float) -> float:
        """Train an adapter; returns the seconds that training and evaluating took, over all starts."""
        directory = self.directory / out
        say(
            "agent",
            "train",
            str(self.directory / data),
            "--out",
            str(directory),
            "--minutes",
            f"{minutes:g}",
            "--rate",
            f"{RATE:g}",
        )
        lines = [json.loads(line) for line in (directory / "log.jsonl").read_text("utf-8").splitlines()]
        return float(max(line.get("seconds", 0) for line in lines))

    def results(self, name: str) -> tuple[Result, ...]:
        """What came of a run."""
        return read_run(self.directory / name).results


def say(module: str, *words: str) -> None:
    """Print a command, and run it; raises CannotMeasure where it does not end well."""
    line = shlex.join(["python", "-m", module, *words])
    sys.stderr.write(f"$ {line}\n")
    status = subprocess.run([sys.executable, "-m", module, *words], check=False, stdout=sys.stderr).returncode
    if status == 130:
        raise KeyboardInterrupt
    if status:
        raise CannotMeasure(f"`{line}` ended with exit code {status}; the same command goes on once that is mended.")


def report(circle: Circle, seconds: float, *, basics: bool) -> Report:
    """What came of it, against what is promised."""
    before, after = circle.results("before"), circle.results("after")
    shown = [one for one in circle.results("shown") if one.verdict is Verdict.SUCCESS]
    lines = [
        ("demonstrations", f"{len(shown)} episodes, {sum(one.steps for one in shown)} steps"),
        ("training", f"{seconds / 60:.1f} minutes"),
        ("before", _words(before)),
        ("after", _words(after)),
    ]
    figures: dict[str, Any] = {"demonstrations": len(shown), "seconds": seconds}
    figures |= {"before": _share(before), "after": _share(after)}
    missed = []
    if _share(before) >= BELOW:
        missed.append(f"the app is not new enough: {_share(before):.0%} before, not below {BELOW:.0%}")
    if _share(after) < WANTED:
        missed.append(f"after training {_share(after):.0%} of the new app's tasks, below {WANTED:.0%}")
    if basics:
        old, new = circle.results("basics-before"), circle.results("basics-after")
        lines += [("phone_basics before", _words(old)), ("phone_basics after", _words(new))]
        figures |= {"basics before": _share(old), "basics after": _share(new)}
        if _share(old) - _share(new) > FORGOTTEN:
            missed.append(f"phone_basics lost {100 * (_share(old) - _share(new)):.1f} points, more than {100 * FORGOTTEN:g}")
    for task in sorted({one.id.task for one in after}):
        lines.append((f"  {task}", _words([one for one in after if one.id.task == task])))
    return Report(rows(lines), figures, tuple(missed))


def _share(results: Sequence[Result]) -> float:
    return sum(one.verdict is Verdict.SUCCESS for one in results) / len(results)


def _words(results: Sequence[Result]) -> str:
    done = sum(one.verdict is Verdict.SUCCESS for one in results)
    low, high = wilson(done, len(results))
    false = sum(one.false_done for one in results)
    return f"{done} of {len(results)} = {done / len(results):.1%} (95 %: {low:.1%} to {high:.1%}), {false} false done"
