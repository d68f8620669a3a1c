"""The shipped model works a phone that it only sees through a tilted camera and only touches with a pen plotter's pen.

Each run has a bench of its own: another phone, another place of it, another camera. Whether the settings are open says the
phone itself, to an ADB client of its own. With --straight the same phones are looked at and touched directly, for comparison.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from agent.episode import Outcome
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.base import Model
from agent.models.registry import open_model
from agent.recording import Recorder, fresh_directory
from agent.training.goals import OpenApp, all_goals
from devices.actions import Frozen
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import DeviceError
from devices.registry import open_device
from scripts.benchmarks.report import CannotMeasure, Report, tracked
from tasks.trials import done

ABOUT = "how often the shipped model opens the settings through the simulated camera and pen plotter"
FIRST = 9000
RUNS = 20
NEEDED = 18
STEPS = 20


class Run(Frozen):
    """One run. opened: whether the phone says that the settings are in front. seconds: of the episode; opening: before it."""

    seed: int
    tilt: float
    noise: float
    outcome: Outcome
    opened: bool
    steps: int
    seconds: float
    opening: float
    message: str = ""

    @property
    def passed(self) -> bool:
        """Done, and the agent knows it."""
        return self.opened and self.outcome is Outcome.FINISHED


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"runs (default {RUNS})")
    parser.add_argument("--first", type=int, default=FIRST, metavar="SEED", help=f"seed of the first phone (default {FIRST})")
    parser.add_argument("--tilt", type=float, metavar="DEGREES", help="one tilt for all (default: 5 to 25 either way)")
    parser.add_argument("--noise", type=float, metavar="LEVELS", help="one noise for all (default: 2 to 8 grey levels)")
    parser.add_argument("--speed", type=float, default=4.0, metavar="TIMES", help="of the pen in the air (default 4)")
    parser.add_argument("--straight", action="store_true", help="neither camera nor pen, for comparison")
    parser.add_argument("--record", type=Path, metavar="DIR", help="keep the episodes in this directory")


def measure(options: argparse.Namespace) -> Report:
    """Do all runs, one after the other."""
    if options.runs < 1:
        raise CannotMeasure(f"--runs {options.runs} is no number of runs; give 1 or more.")
    runs = []
    with ExitStack() as stack:
        model = stack.enter_context(open_model("pocket"))
        checker = PrivateServer()
        stack.callback(checker.close)
        scratch = options.record or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fingertip-bench-")))
        for seed in tracked(range(options.first, options.first + options.runs), "runs"):
            draw = random.Random(f"stylus {seed}")
            tilt = draw.choice((-1, 1)) * draw.uniform(5, 25)
            noise = draw.uniform(2, 8)
            tilt = round(tilt if options.tilt is None else options.tilt, 1)
            noise = round(noise if options.noise is None else options.noise, 1)
            spec = f"stylus:simulator=yes,seed={seed},tilt={tilt},noise={noise},speed={options.speed:g}"
            spec = f"phone:seed={seed}" if options.straight else spec
            runs.append(_run(spec, seed, tilt, noise, model, checker, fresh_directory(scratch)))
    return report(runs, straight=options.straight)


def report(runs: Sequence[Run], *, straight: bool = False) -> Report:
    """Count, and hold the count against what is promised for twenty."""
    lines = [" seed   tilt  noise  outcome     settings open  steps  episode  opening"]
    for run in runs:
        lines.append(
            f"{run.seed:>5}  {run.tilt:>5.1f}  {run.noise:>5.1f}  {run.outcome.value:<10}  {'yes' if run.opened else 'no':<13}"
            f"  {run.steps:>5}  {run.seconds:>5.1f} s  {run.opening:>5.1f} s" + (f"  {run.message}" if not run.passed else "")
        )
    passed = [run for run in runs if run.passed]
    way = "looked at and touched directly" if straight else "through camera and pen"
    lines.append(f"{len(passed)} of {len(runs)} {way}: the agent says that it is done, and the phone says so, too")
    if passed:
        lines.append(
            f"median of those: {median(run.steps for run in passed):g} steps, {median(run.seconds for run in passed):.1f} s"
        )
    promise = NEEDED * len(runs) / RUNS
    missed = () if straight or len(passed) >= promise else (f"{len(passed)} of {len(runs)} is below {NEEDED} of {RUNS}",)
    figures = {"runs": [run.model_dump(mode="json") for run in runs], "passed": len(passed), "straight": straight}
    return Report("\n".join(lines), figures, missed)


def _run(spec: str, seed: int, tilt: float, noise: float, model: Model, checker: PrivateServer, directory: Path) -> Run:
    settings = next(goal for goal in all_goals() if isinstance(goal, OpenApp) and goal.label == "Settings")
    begun = time.monotonic()
    opening = 0.0
    try:
        with ExitStack() as stack:
            device = stack.enter_context(open_device(spec))
            opening = time.monotonic() - begun
            link = Link(device.info.address, checker)
            stack.callback(link.close)
            link.open()

            def shell(line: str) -> str:
                return link.run(line).text

            if done(settings, shell):
                raise CannotMeasure("The settings are open before anything was done; the phone does not begin at home.")
            with Recorder(directory) as recorder:
                instruction = settings.wordings()[0]
                ended = run_episode(instruction, device, model, recorder, limits=Limits(steps=STEPS), force=True)
            opened, outcome = done(settings, shell), ended.outcome
            steps, seconds, message = ended.steps, ended.seconds, ended.message
    except DeviceError as error:
        opened, outcome, steps, seconds, message = False, Outcome.DEVICE_LOST, 0, 0.0, str(error)
    return Run(
        seed=seed,
        tilt=tilt,
        noise=noise,
        outcome=outcome,
        opened=opened,
        steps=steps,
        seconds=seconds,
        opening=opening,
        message=message,
    )
