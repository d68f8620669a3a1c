"""`scripts/bench claims`: what is left of the claims of recorded runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from agent.loop import run_episode
from agent.models.base import Reply
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from devices.scripted import ScriptedDevice
from scripts.benchmarks.__main__ import main
from scripts.benchmarks.claims import Claim, Kept, claims, keep
from tasks.results import RESULTS_FILE, Result, Verdict
from tests.tasks.made_runs import made, make_run

WAIT = '{"action": "wait", "seconds": 0.01}'
FINISH, ANSWER, GIVE_UP = '{"action": "finish"}', '{"action": "answer", "text": "42"}', '{"action": "give_up"}'


def recorded(run: Path, name: str, *said: tuple[str, float | None]) -> str:
    place = f"episodes/{name}"
    with Recorder(run / place) as recorder:
        replies = [Reply(text, confidence=sure) for text, sure in said]
        screen = Image.new("RGB", (30, 60), (1, 2, 3))
        run_episode("do it", ScriptedDevice(lambda number: screen), ScriptedModel(replies), recorder)
    return place


def run_of(tmp_path: Path, *episodes: tuple[bool, bool, Sequence[tuple[str, float | None]]]) -> Path:
    """A run of one episode each: passed, claimed, what was said."""
    results: list[Result] = []
    run = tmp_path / "run"
    make_run(run, (), instances=len(episodes))
    for seed, (passed, claimed, said) in enumerate(episodes, 1):
        place = recorded(run, str(seed), *said)
        verdict = Verdict.SUCCESS if passed else Verdict.FAILURE
        results.append(made("wifi_off", verdict, seed=seed, claimed=claimed, episode=place))
    (run / RESULTS_FILE).write_text("".join(result.model_dump_json() + "\n" for result in results), "utf-8")
    return run


def test_the_least_sure_step_counts(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        (True, True, [(WAIT, 0.5), (FINISH, 0.9)]),
        (False, True, [(WAIT, 0.8), (ANSWER, 0.7)]),
        (True, False, [(WAIT, 0.3), (FINISH, 0.9)]),  # handed to the user, and was done
        (False, False, [(WAIT, 0.4), (ANSWER, 0.2)]),  # handed to the user, and wrong
        (False, False, [(GIVE_UP, 0.9)]),
        (True, True, [(WAIT, None), (FINISH, None)]),
    )
    assert sorted(claims(run), key=lambda one: one.confidence) == [
        Claim(0.2, False),
        Claim(0.3, True),
        Claim(0.5, True),
        Claim(0.7, False),
    ]


def test_what_is_left() -> None:
    found = [Claim(0.99, True), Claim(0.97, False), Claim(0.9, True), Claim(0.5, False)]
    assert keep(found, 0) == Kept(0, 2, 2, 0)
    assert keep(found, 0.97) == Kept(0.97, 1, 1, 1)
    assert keep(found, 0.99) == Kept(0.99, 1, 0, 1)
    assert keep(found, 0.97).share == 0.5
    assert keep(found, 1).share == 0


def test_the_table_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = run_of(tmp_path, (True, True, [(FINISH, 0.99)]), (False, True, [(FINISH, 0.96)]))
    assert main(["claims", str(run)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[1].split() == ["0", "2", "1", "50.0%", "0"]
    assert next(line for line in table if line.startswith("0.98 ")).split() == ["0.98", "1", "0", "0.0%", "0"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["claims", str(run_of(empty, (True, True, [(FINISH, None)])))]) == 3
