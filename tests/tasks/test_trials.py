"""Trials on a real virtual phone, decided by the oracle; checks against replies that lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.episode import Outcome
from agent.limits import Limits
from agent.models.base import Model
from agent.models.scripted import ScriptedModel
from agent.recording import read_episode
from agent.training.goals import OpenApp, SetToggle
from agent.training.screens import RESERVED
from devices.android.server import PrivateServer
from tasks.oracle import OracleModel
from tasks.pocket_v0 import BARS, ONE_LEVEL, OPEN_SETTINGS, trials
from tasks.runner import Result, run_trial
from tasks.state import Shell
from tasks.trials import Trial, done, prepare

SETTINGS = OpenApp("Settings", "com.android.settings")
FINISH = 'Thought: It is done.\nAction: {"action": "finish"}'
Run = Callable[[Trial, Callable[[Trial, Shell], Model]], Result]


@pytest.fixture(scope="module")
def checker() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


@pytest.fixture
def run(checker: PrivateServer, tmp_path: Path) -> Run:
    return lambda trial, model_for: run_trial(trial, "test", model_for, checker, tmp_path / "episode", limits=Limits())


@pytest.mark.parametrize(
    "goal",
    [
        SETTINGS,
        SetToggle("Bluetooth", "connected", True),
        SetToggle("Use 24-hour format", "system/date", False),  # two levels, below the fold, and its values are 24 and 12
    ],
    ids=["open", "one level", "two levels"],
)
def test_the_oracle_passes(run: Run, goal: OpenApp | SetToggle, tmp_path: Path) -> None:
    result = run(Trial("test", 9001, goal), lambda trial, shell: OracleModel(trial.goal, shell))
    assert (result.outcome, result.done) == (Outcome.FINISHED, True)
    assert result.passed
    assert not result.false_done
    assert len(read_episode(tmp_path / "episode").steps) == result.steps > 1


def test_a_claim_alone_is_a_false_done(run: Run) -> None:
    result = run(Trial("test", 9001, SetToggle("Wi-Fi", "network", False)), lambda *_: ScriptedModel([FINISH]))
    assert (result.outcome, result.done, result.passed, result.false_done) == (Outcome.FINISHED, False, False, True)


def test_a_switch_begins_in_the_other_state() -> None:
    settings = {"secure location_mode": "3"}

    def shell(line: str) -> str:
        match line.split():
            case ["settings", "put", namespace, key, value]:
                settings[f"{namespace} {key}"] = value
                return ""
            case ["settings", "get", namespace, key]:
                return settings.get(f"{namespace} {key}", "null") + "\n"
            case _:
                raise AssertionError(line)

    for on, value in ((True, "0"), (False, "3")):
        goal = SetToggle("Use location", "location", on)
        prepare(goal, shell)
        assert settings["secure location_mode"] == value
        assert not done(goal, shell)
        settings["secure location_mode"] = "3" if on else "0"
        assert done(goal, shell)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("  mCurrentFocus=Window{5d0b100 u0 com.android.settings/com.android.settings.Settings}", True),
        ("  mCurrentFocus=Window{5d0b100 u0 com.android.settings.other/x.Main}", False),
        ("  mCurrentFocus=null", False),
        ("", False),
    ],
)
def test_the_app_in_front_is_read_exactly(said: str, expected: bool) -> None:
    assert done(SETTINGS, lambda _: said) is expected


def test_the_trials_are_those_that_were_promised() -> None:
    chosen = trials()
    assert chosen == trials()
    assert len({(trial.group, trial.seed, trial.instruction) for trial in chosen}) == len(chosen)
    assert {trial.seed for trial in chosen} <= set(RESERVED)
    assert {trial.group for trial in chosen} == set(BARS)
    first = [trial for trial in chosen if trial.group == OPEN_SETTINGS]
    assert [trial.seed for trial in first] == list(range(9000, 9050))
    assert {trial.instruction for trial in first} == {"open settings"}
    second = [trial for trial in chosen if trial.group == ONE_LEVEL]
    assert len(second) == 200
    goals = {trial.goal for trial in second}
    assert all(isinstance(goal, SetToggle) and goal.depth == 1 for goal in goals)
    assert len(goals) > 90, "all switches, both ways"
