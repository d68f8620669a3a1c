"""How long a person waits: the help text, and a whole cold `run` in a process of its own, with the split that it reports."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Any

from scripts.benchmarks.report import CannotMeasure, Report, rows, spread, tracked

ABOUT = "time to the help text, and of a cold `run` in a process of its own"
HELP_SECONDS, RUN_SECONDS = 0.5, 15.0
LONGEST = 300.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="how often each is run (default 5)")
    parser.add_argument("--model", default="pocket", help="as for `agent run` (default pocket)")
    parser.add_argument("--device", default="phone", help="as for `agent run` (default phone)")
    parser.add_argument("--instruction", default="open settings", help="what to do (default: open settings)")


def measure(options: argparse.Namespace) -> Report:
    """Run both several times, one after the other."""
    helps = [_timed([sys.executable, "-m", "agent", "--help"])[0] for _ in range(options.repeats)]
    walls: list[float] = []
    reports: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="fingertip-bench-") as scratch:
        command = [sys.executable, "-m", "agent", "run", options.instruction, "--json", "--quiet", "--record", scratch]
        for _ in tracked(range(options.repeats), "runs"):
            wall, printed = _timed([*command, "--model", options.model, "--device", options.device])
            walls.append(wall)
            reports.append(_last_line(printed))
    stages = list(dict.fromkeys(stage for one in reports for stage in one["split"]))
    splits = {stage: [one["split"].get(stage, 0.0) for one in reports] for stage in stages}
    outcomes = [one["outcome"] for one in reports]
    text = rows(
        [
            ("python -m agent --help", spread(helps)),
            (f"run {options.instruction!r}", spread(walls)),
            *((f"  {stage}", spread(values)) for stage, values in splits.items()),
            ("  steps taken", ", ".join(str(one["steps"]) for one in reports)),
            ("  outcomes", ", ".join(str(outcome) for outcome in outcomes)),
        ]
    )
    missed = [] if median(helps) <= HELP_SECONDS else [f"--help takes longer than {HELP_SECONDS:g} s"]
    missed += [] if median(walls) <= RUN_SECONDS else [f"a cold run takes longer than {RUN_SECONDS:g} s"]
    missed += [] if set(outcomes) == {"finished"} else ["not every run ended in finished"]
    return Report(text, {"help": helps, "run": walls, "split": splits, "reports": reports}, tuple(missed))


def _last_line(printed: str) -> dict[str, Any]:
    try:
        report = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise CannotMeasure("The run printed no JSON object; run it by hand to see why.") from error
    assert isinstance(report, dict)
    return report


def _timed(command: list[str]) -> tuple[float, str]:
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST)
    return time.perf_counter() - begun, done.stdout
