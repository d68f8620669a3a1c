"""`scripts/bench`: counts, promises, and going on where it was stopped."""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
from itertools import islice
from pathlib import Path

import pytest

from agent.episode import Outcome
from agent.models.base import ModelInfo
from agent.models.scripted import ScriptedModel
from agent.replay.grade import Grade
from scripts.benchmarks import pocket_v0, replay, replayed
from scripts.benchmarks.__main__ import SUBCOMMANDS, main
from scripts.benchmarks.flips import KINDS, Flip, flip_bytes
from scripts.benchmarks.replayed import Mode, Replay
from scripts.benchmarks.resuming import name_of
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


def replays(mode: Mode, good: int, of: int, questions: int = 0) -> list[Replay]:
    ids = list(islice(replay.candidates(("phone_basics",), 1), of))
    return [
        Replay(
            mode=mode,
            phone="theme=dark",
            id=one,
            instruction="do it",
            question=number < questions,
            grade=Grade.VERIFIED if number < good else Grade.HALTED,
            reason="so it was",
            done=True,
        )
        for number, one in enumerate(ids)
    ]


def flips(found: int, of: int) -> list[Flip]:
    return [Flip("one", "seal", "seal.json", 7, 1, number < found) for number in range(of)]


@pytest.mark.parametrize(
    ("strict", "lenient", "questions", "found", "missed"),
    [
        (10, 8, 0, 5, []),
        (9, 8, 0, 5, ["Strict: 9 of 10"]),
        (10, 7, 0, 5, ["Lenient: 7 of 10", "Lenient without questions: 7 of 10"]),
        (10, 8, 5, 5, ["Lenient without questions: 3 of 5"]),
        (10, 10, 10, 4, ["1 of 5 flipped bytes"]),
    ],
)
def test_replays_are_held_against_what_is_promised(
    strict: int, lenient: int, questions: int, found: int, missed: list[str]
) -> None:
    both = replays("strict", strict, 10), replays("lenient", lenient, 10, questions)
    report = replayed.report([], *both, 10, flips(found, 5))
    assert len(report.missed) == len(missed)
    assert all(map(str.startswith, report.missed, missed))
    assert report.text.count("HALTED: so it was") == 20 - strict - lenient, "each that did not reach its goal is listed"
    assert len(replayed.report([], *both, 9, flips(found, 5)).missed) == len(missed) + 1, "a recording is not intact"


def test_episodes_to_be_recorded_are_taken_from_the_suites_in_turn_each_in_a_world_of_its_own() -> None:
    suites = ("phone_basics", "phone_hard")
    ids = list(islice(replay.candidates(suites, 9000), 120))
    assert ids == list(islice(replay.candidates(suites, 9000), 120))
    assert [one.suite for one in ids[:4]] == ["phone_basics", "phone_hard"] * 2
    assert [one.seed for one in ids] == list(range(9000, 9120))
    assert len({one.task for one in ids if one.suite == "phone_basics"}) == 30


def test_bytes_of_every_kind_are_flipped_in_copies_only() -> None:
    golden = sorted((Path(__file__).parent.parent / "recordings" / "golden").iterdir())
    recordings = [path for path in golden if path.is_dir()][:2]
    before = [path.read_bytes() for recording in recordings for path in sorted(recording.rglob("*")) if path.is_file()]
    found = flip_bytes(recordings, 13, random.Random(0))
    assert len(found) == 13
    assert all(one.found for one in found)
    assert {one.kind for one in found} == set(KINDS)
    assert {one.recording for one in found} == {path.name for path in recordings}
    assert before == [path.read_bytes() for recording in recordings for path in sorted(recording.rglob("*")) if path.is_file()]


@pytest.mark.parametrize("words", [["--suite", "none"], ["--phone", "seed=3"], ["--episodes", "0"]])
def test_what_cannot_be_replayed_is_one_sentence_and_exit_code_3(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", *words, "--out", str(tmp_path)]) == 3
    assert capsys.readouterr().err.count("\n") == 1


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


def test_results_belong_to_weights_and_to_how_they_are_used() -> None:
    info = ModelInfo("pocket", "qwen2_vl", fingerprint="0123456789abcdef", options={"dtype": "float32"})
    others = [
        dataclasses.replace(info, fingerprint="123456789abcdef0"),
        dataclasses.replace(info, sure=0.99),
        dataclasses.replace(info, backtracks=True),
        dataclasses.replace(info, options={"dtype": "bfloat16"}),
    ]
    first, *rest = [name_of("pocket", ScriptedModel([], info=one)) for one in (info, *others)]
    assert first == name_of("pocket", ScriptedModel([], info=dataclasses.replace(info)))
    assert first.startswith("pocket 0123456789ab ")
    assert len({first, *rest}) == 5
