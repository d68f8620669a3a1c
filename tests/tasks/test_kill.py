"""The runner is killed with SIGKILL at random moments, and the same figures by `scripts/bench kill-run` with thirty of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agent.episode import Outcome
from scripts.benchmarks import suite as bench
from scripts.benchmarks.kill_run import Plan, kill_runs
from tasks.results import InstanceId, Result, Verdict


@pytest.mark.timeout(300)
def test_a_run_that_is_killed_five_times_loses_nothing(tmp_path: Path) -> None:
    found = kill_runs(tmp_path, 5, random.Random(4), Plan(seeds=(9000,), repeats=2, jobs=1, span=6.0))
    assert not found.faults
    assert found.kills == 5
    assert found.verdicts == {"success": found.episodes}
    assert set(found.states) <= {"intact", "interrupted"}


def lap(where: str, jobs: int, seconds: float, verdict: Verdict = Verdict.SUCCESS) -> bench.Lap:
    results = tuple(
        Result(
            id=InstanceId(suite="s", version=1, task="t", seed=seed),
            instruction="do it",
            verdict=verdict,
            outcome=Outcome.FINISHED,
            claimed=True,
            steps=4,
            budget=9,
            seconds=3.0,
            stages={"observe": 1.0, "act": 0.5},
        )
        for seed in range(6)
    )
    return bench.Lap(where, jobs, seconds, results)


def test_episodes_a_minute_and_where_the_time_went() -> None:
    report = bench.report([lap("local", 1, 30.0), lap("local", 2, 18.0), lap("ray", 2, 20.0)], "oracle")
    assert [one["episodes_a_minute"] for one in report.figures["laps"]] == [12.0, 20.0, 18.0]
    assert report.figures["laps"][1]["split"] == {"observe": 1.0, "act": 0.5, "record": 1.5, "around": 3.0}
    assert not report.missed


def test_other_results_elsewhere_are_a_promise_missed() -> None:
    report = bench.report([lap("local", 1, 30.0), lap("ray", 2, 20.0, Verdict.FAILURE)], "oracle")
    (missed,) = report.missed
    assert missed.startswith("ray with 2 workers came to other results than local with 1")
