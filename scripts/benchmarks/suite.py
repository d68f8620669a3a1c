"""How many episodes of a suite a minute brings, with more and more workers, in processes of this machine and on Ray.

The same episodes each time, done by the shipped solution, so that the model costs next to nothing and what is measured is
everything else. The time of starting workers counts; on Ray, that of starting the cluster does not.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.models.registry import ModelOptions
from scripts.benchmarks.report import CannotMeasure, Report
from tasks.asking import open_executor
from tasks.executors import WorkerFailed
from tasks.plan import instances
from tasks.results import InstanceId, Result, Verdict
from tasks.suites import suite as find_suite
from tasks.task import BadSuite
from tasks.worker import WorkerSpec

ABOUT = "how many episodes of a suite a minute brings, with 1, 2 and 4 workers, locally and on Ray"
STAGES = ("observe", "encode", "prefill", "decode", "parse", "act", "settle")


@dataclass(frozen=True, slots=True)
class Lap:
    """One way of running the same episodes. seconds: from the first worker's start to the last one's end."""

    where: str
    jobs: int
    seconds: float
    results: tuple[Result, ...]

    @property
    def a_minute(self) -> float:
        """Episodes."""
        return len(self.results) * 60 / self.seconds

    def split(self) -> dict[str, float]:
        """Seconds of an episode by stage; record: the rest of its steps, around: set-up, check, teardown, start, idling."""
        stages: Counter[str] = Counter()
        for result in self.results:
            stages.update(result.stages)
        number = len(self.results)
        inside = sum(result.seconds for result in self.results)
        found = {stage: stages[stage] / number for stage in STAGES if stages[stage]}
        found["record"] = (inside - stages.total()) / number
        found["around"] = (self.seconds * self.jobs - inside) / number
        return {stage: round(seconds, 3) for stage, seconds in found.items()}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--suite", default="phone_basics", help="which suite (default phone_basics)")
    parser.add_argument("--model", default="oracle", help="as for `tasks run` (default oracle)")
    parser.add_argument("--task", action="append", metavar="TASK", help="only this task; may be given several times")
    parser.add_argument("--worlds", type=int, default=4, metavar="N", help="how many seeds, from 9000 on (default 4)")
    parser.add_argument("--jobs", type=int, action="append", metavar="N", help="workers; several times (default 1, 2, 4)")
    parser.add_argument("--adapter", metavar="DIR", help="as for `tasks run`")
    parser.add_argument("--where", action="append", choices=("local", "ray"), help="default both")


def measure(options: argparse.Namespace) -> Report:
    """Run the same episodes in every way that was asked for."""
    try:
        found = find_suite(options.suite)
        planned = instances(found, seeds=range(9000, 9000 + options.worlds), only=options.task or ())
        laps = [
            _lap(where, jobs, options.suite, options.model, options.adapter, planned)
            for where in options.where or ("local", "ray")
            for jobs in options.jobs or (1, 2, 4)
        ]
    except (BadSuite, WorkerFailed) as error:
        raise CannotMeasure(str(error)) from error
    return report(laps, options.model)


def _lap(where: str, jobs: int, suite: str, model: str, adapter: str | None, planned: Sequence[InstanceId]) -> Lap:
    with tempfile.TemporaryDirectory(prefix="fingertip-bench-") as scratch:
        executor = open_executor(
            where, WorkerSpec(suite, model, Path(scratch) / "episodes", ModelOptions(adapter=adapter)), jobs
        )
        first: list[float] = []
        results = []

        def begun(_job: object) -> None:
            first.append(time.monotonic())

        begins = time.monotonic()
        with closing(executor.run([(instance, 1) for instance in planned], begun)) as running:
            results = [done.result for _, done in running]
        seconds = time.monotonic() - (first[0] if where == "ray" else begins)
    return Lap(where, jobs, seconds, tuple(results))


def report(laps: Sequence[Lap], model: str) -> Report:
    """Laps beside each other. An episode that did not succeed is a promise missed: the same has to come of it everywhere."""
    load = os.getloadavg()[0]
    lines = [f"model {model}, {os.cpu_count()} cores, load {load:.1f}; seconds of an episode by stage"]
    figures: list[dict[str, Any]] = []
    for lap in laps:
        split = lap.split()
        said = "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in split.items())
        lines.append(f"{lap.where:<6}{lap.jobs} workers  {lap.a_minute:6.1f} episodes a minute   {said}")
        verdicts = {str(verdict): sum(result.verdict is verdict for result in lap.results) for verdict in Verdict}
        figures.append(
            {
                "where": lap.where,
                "jobs": lap.jobs,
                "seconds": round(lap.seconds, 2),
                "episodes": len(lap.results),
                "episodes_a_minute": round(lap.a_minute, 2),
                "split": split,
                "verdicts": verdicts,
            }
        )
    outcomes = [{(result.id, result.verdict, result.steps) for result in lap.results} for lap in laps]
    missed = [
        f"{lap.where} with {lap.jobs} workers came to other results than {laps[0].where} with {laps[0].jobs}: {len(other)}"
        for lap, outcome in zip(laps, outcomes, strict=True)
        if (other := outcome ^ outcomes[0])
    ]
    return Report("\n".join(lines), {"model": model, "load": load, "laps": figures}, tuple(missed))
