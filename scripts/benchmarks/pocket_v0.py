"""The shipped model on worlds that no training ever sees: how often it does what it is told, and knows it.

Episodes run side by side in threads; each has a phone of its own, and they share one model.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from agent.limits import Limits
from agent.models.base import Model
from agent.models.registry import SCRIPT, ModelOptions, open_model
from agent.recording import fresh_directory
from devices.android.server import PrivateServer
from scripts.benchmarks.report import Report
from scripts.benchmarks.resuming import keep, name_of, read_kept, side_by_side
from tasks.oracle import OracleModel
from tasks.pocket_v0 import BARS, trials
from tasks.runner import ModelFor, Result, run_trial
from tasks.state import Shell
from tasks.statistics import wilson
from tasks.trials import Trial

ABOUT = "how often the shipped model does what it is told, on worlds that no training ever sees"
Key = tuple[str, int, str]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--model", default="pocket", help="as for `agent run` (default pocket)")
    parser.add_argument("--adapter", metavar="DIR", help="as for `agent run`")
    parser.add_argument("--oracle", action="store_true", help="no model: read the phone's own tree; shows what can be done")
    parser.add_argument("--group", action="append", choices=list(BARS), help="only this group; may be given several times")
    parser.add_argument("--episodes", type=int, metavar="N", help="only the first N of each group")
    parser.add_argument("--seeds", type=_seeds, metavar="FROM:TO", help="only worlds FROM up to, and without, TO")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="episodes at a time (default 2)")
    parser.add_argument("--max-steps", type=int, default=20, metavar="N", help="as for `agent run` (default 20)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="JSON lines of results; those in it are not run again")
    parser.add_argument("--record", type=Path, metavar="DIR", help="keep the episodes in this directory")


def measure(options: argparse.Namespace) -> Report:
    """Run the trials that --out does not hold yet, and count all."""
    chosen = list(_chosen(options.group or list(BARS), options.episodes, options.seeds))
    with ExitStack() as stack:
        name, model_for = _oracle() if options.oracle else _model(options.model, options.adapter, stack)
        found = {_key(result): result for result in read_kept(options.out, Result) if result.model == name}
        waiting = [trial for trial in chosen if _key(trial) not in found]
        checker = PrivateServer()
        stack.callback(checker.close)
        scratch = options.record or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fingertip-bench-")))
        limits = Limits(steps=options.max_steps)

        def work(trial: Trial) -> Result:
            return run_trial(trial, name, model_for, checker, fresh_directory(scratch), limits=limits)

        done = side_by_side(waiting, work, options.jobs, title="episodes", good=lambda one: one.passed, of=len(chosen))
        for result in done:
            found[_key(result)] = result
            keep(options.out, result)
    return report([found[_key(trial)] for trial in chosen], name)


def report(results: Sequence[Result], name: str) -> Report:
    """Count by group, and hold the counts against what is promised."""
    lines, groups, missed = [f"model {name}"], {}, []
    for group, bar in BARS.items():
        here = [result for result in results if result.group == group]
        if not here:
            continue
        figures = groups[group] = _figures(here)
        low, high = figures["interval"]
        lines.append(
            f"{bar.title:<26} {figures['passed']:>3} of {figures['episodes']:<3} = {figures['passed'] / len(here):6.1%}"
            f"  (95 %: {low:.1%} to {high:.1%})  false done {figures['false_done']}"
            f"  steps {figures['steps']:g}  {figures['seconds']:.1f} s"
        )
        if bar.share is not None and figures["passed"] < bar.share * len(here):
            missed.append(f"{bar.title}: {figures['passed']} of {len(here)} is below {bar.share:.0%}")
    lines.append("passed: the agent says that it is done, and the phone says so, too; steps and seconds are medians of those")
    lines += [_failure(result) for result in results if not result.passed]
    everything = [result.model_dump(mode="json") for result in results]
    return Report("\n".join(lines), {"model": name, "groups": groups, "results": everything}, tuple(missed))


def _figures(results: Sequence[Result]) -> dict[str, Any]:
    passed = [result for result in results if result.passed]
    return {
        "episodes": len(results),
        "passed": len(passed),
        "interval": wilson(len(passed), len(results)),
        "false_done": sum(result.false_done for result in results),
        "done_but_not_said": sum(result.done and not result.passed for result in results),
        "steps": median(result.steps for result in passed) if passed else 0,
        "seconds": median(result.seconds for result in passed) if passed else 0.0,
    }


def _failure(result: Result) -> str:
    state = "done" if result.done else "not done"
    return f"  world {result.seed}, {result.instruction!r}: {result.outcome}, {state}, {result.steps} steps. {result.message}"


def _chosen(groups: Sequence[str], episodes: int | None, seeds: range | None) -> Iterator[Trial]:
    for group in groups:
        here = [trial for trial in trials() if trial.group == group and (seeds is None or trial.seed in seeds)]
        yield from here[:episodes]


def _oracle() -> tuple[str, ModelFor]:
    return "oracle", lambda trial, shell: OracleModel(trial.goal, shell)


def _model(spec: str, adapter: str | None, stack: ExitStack) -> tuple[str, ModelFor]:
    """A name that changes with the weights, and the one model for all trials; a script begins anew in each."""
    options = ModelOptions(adapter=adapter)
    if spec.startswith(SCRIPT) and adapter is None:
        return spec, lambda _trial, _shell: open_model(spec)
    model = stack.enter_context(open_model(spec, options))

    def the_one(_trial: Trial, _shell: Shell) -> Model:
        return model

    return name_of(spec, model), the_one


def _key(one: Trial | Result) -> Key:
    return one.group, one.seed, one.instruction


def _seeds(text: str) -> range:
    first, _, last = text.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not FROM:TO, such as 9000:9050")
    return range(int(first), int(last))
