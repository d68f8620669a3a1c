"""`scripts/bench`: counts, promises, and going on where it was stopped."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from agent.episode import Outcome
from scripts.benchmarks import pocket_v0
from scripts.benchmarks.__main__ import SUBCOMMANDS, main
from tasks.pocket_v0 import ONE_LEVEL, OPEN_SETTINGS
from tasks.runner import Result


def results(group: str, passed: int, of: int, outcome: Outcome = Outcome.FINISHED) -> list[Result]:
    return [
        Result(
            group=group,
            seed=number,
            instruction="do it",
            model="m",
            outcome=Outcome.FINISHED if number < passed else outcome,
            done=number < passed,
            steps=number + 1,
            seconds=1.0,
        )
        for number in range(of)
    ]


@pytest.mark.parametrize(
    ("group", "passed", "of", "kept"),
    [(OPEN_SETTINGS, 50, 50, True), (OPEN_SETTINGS, 49, 50, False), (ONE_LEVEL, 180, 200, True), (ONE_LEVEL, 179, 200, False)],
)
def test_promises_are_counted_exactly(group: str, passed: int, of: int, kept: bool) -> None:
    report = pocket_v0.report(results(group, passed, of), "m")
    assert (not report.missed) is kept
    assert f"{passed:>3} of {of}" in report.text


def test_what_went_wrong_is_told_apart() -> None:
    both = results(ONE_LEVEL, 5, 7) + results(OPEN_SETTINGS, 1, 3, Outcome.STUCK)
    groups = pocket_v0.report(both, "m").figures["groups"]
    assert groups[ONE_LEVEL]["false_done"] == 2
    assert groups[OPEN_SETTINGS]["false_done"] == 0
    assert groups[ONE_LEVEL]["steps"] == 3  # the median of 1 to 5: failures do not count


def test_it_goes_on_where_it_was_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, figures = tmp_path / "out.jsonl", tmp_path / "figures.json"
    words = ["pocket-v0", "--oracle", "--group", OPEN_SETTINGS, "--seeds", "9000:9002", "--jobs", "1", "--out", str(out)]
    assert main([*words, "--episodes", "1"]) == 0
    first = out.read_text("utf-8")
    assert json.loads(first)["outcome"] == "finished"
    out.write_text(first + '{"group": "open-settings", "se', "utf-8")  # killed in the middle of a line
    assert main([*words, "--json", str(figures)]) == 0
    lines = out.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert lines[0] + "\n" == first, "the first one was not run again"
    assert json.loads(lines[1])["seed"] == 9001
    assert len(json.loads(figures.read_text("utf-8"))["results"]) == 2
    assert "2 of 2" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["9000", "a:b", "9000-9050", ":"])
def test_seeds_that_are_no_range_are_wrong_usage(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="9000:9050"):
        pocket_v0._seeds(text)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_measurement_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_no_model_is_one_sentence_and_exit_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pocket-v0", "--model", str(tmp_path / "absent")]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "absent" in said.err
