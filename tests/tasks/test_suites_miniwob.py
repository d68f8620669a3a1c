"""MiniWoB++: its own pages in a real browser, its own reward, one episode that counts."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from agent.models.base import Model
from devices.actions import Launch, Press, Tap
from devices.browser.options import find_chromium
from devices.errors import ActionRefused, BadOption, DeviceError
from tasks.checks import Evidence
from tasks.probes import PROBES, Probe
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import rollout
from tasks.session import SetUpFailed
from tasks.suites import suite
from tasks.suites.miniwob.__main__ import counted, main
from tasks.suites.miniwob._names import NAMES, UNSTEADY
from tasks.suites.miniwob._oracles import WAYS
from tasks.suites.miniwob._pages import folder
from tasks.suites.miniwob._session import MiniwobGround, MiniwobSession
from tasks.suites.miniwob._suite import SUITE
from tasks.task import Case


def _missing() -> bool:
    try:
        return not (find_chromium() and folder())
    except DeviceError:
        return True


needs_pages = pytest.mark.skipif(_missing(), reason="needs Debian's chromium and the package miniwob: see docs/browser.md")
SHOWN = ("choose-list", "use-slider", "scroll-text-2")
"""Pages that together take touches, a list, a drag and scrolling."""


@pytest.fixture(scope="module")
def ground() -> Iterator[MiniwobGround]:
    made = MiniwobGround()
    yield made
    made.close()


def session(ground: MiniwobGround, seed: int = 1) -> MiniwobSession:
    return ground.session(seed=seed, locale="en-US", options={})


def episode(ground: MiniwobGround, task: str, directory: Path, model: str, seed: int = 1) -> Result:
    instance = InstanceId(suite="miniwob", version=1, task=task, seed=seed, locale="en-US")

    def made(body: MiniwobSession, case: Case) -> Model:
        return body.oracle(case) if model == "oracle" else Probe(model, PROBES[model], case.instruction("en-US"), seed)

    with session(ground, seed) as body:
        return rollout(body, SUITE.tasks[task], instance, made, directory / f"{task}-{model}").result


def test_the_suite_lists_every_registered_page_but_the_flights() -> None:
    assert suite("miniwob") is SUITE
    assert len(SUITE) == len(set(NAMES)) == 125
    assert set(UNSTEADY) <= set(NAMES)
    assert set(WAYS) <= set(NAMES)
    assert len(WAYS) >= 20
    assert {task.id for task in SUITE if "oracle" in task.tags} == set(WAYS)
    assert {task.id for task in SUITE if "unsteady" in task.tags} == set(UNSTEADY)
    assert len(SUITE.digest) == 64


@needs_pages
def test_every_page_is_there() -> None:
    assert {path.stem for path in folder().glob("*.html")} >= set(NAMES)


@needs_pages
@pytest.mark.parametrize("task", SHOWN)
def test_the_oracle_gets_the_whole_reward(task: str, ground: MiniwobGround, tmp_path: Path) -> None:
    result = episode(ground, task, tmp_path, "oracle")
    assert result.verdict is Verdict.SUCCESS, result.reason
    assert result.claimed
    assert result.reason == "the page gave the raw reward 1"


@needs_pages
def test_who_types_what_is_asked_for_gets_it_and_who_only_talks_does_not(ground: MiniwobGround, tmp_path: Path) -> None:
    assert episode(ground, "enter-text", tmp_path, "oracle").verdict is Verdict.SUCCESS
    assert episode(ground, "enter-text", tmp_path, "always_finished").verdict is Verdict.FAILURE


@needs_pages
def test_the_same_seed_is_the_same_page_and_another_one_is_not(ground: MiniwobGround) -> None:
    def shown(seed: int) -> tuple[Any, ...]:
        with session(ground, seed) as body:
            case = SUITE.tasks["click-link"].case("miniwob", seed, body.fresh)
            body.prepare(case)
            seen = (case.says, case.prepare, body.device.settle().digest)
            body.tear_down()
            assert body.state().rows == body.fresh.rows
            return seen

    first = shown(3)
    assert shown(3) == first
    other = shown(4)
    assert all(mine != theirs for mine, theirs in zip(first, other, strict=True))


@needs_pages
def test_only_the_first_episode_counts_and_it_counts_wherever_the_agent_goes(ground: MiniwobGround) -> None:
    with session(ground) as body:
        case = SUITE.tasks["click-test-2"].case("miniwob", 1, body.fresh)
        before = body.prepare(case)
        assert (before.package, before.page) == ("miniwob", "click-test-2")
        frame = body.device.settle()
        assert (frame.width, frame.height) == (640, 840)
        assert not case.check(Evidence(before, body.state())).passed

        def press(number: int) -> None:
            x, y = body._stage.ask(
                f"(b => [b.x + b.width / 2, b.y + b.height / 2])(subbtn{number or ''}.getBoundingClientRect())"
            )
            body.device.perform(Tap(x=x / 160, y=y / 210), frame)

        press(2)
        lost = body.state()
        assert lost.rows["episode"][0]["raw_reward"] == -1
        assert body.device.settle().digest != frame.digest, "the page says that it is done"
        body.device.perform(Tap(x=0.5, y=0.5), frame)
        assert body.state().rows == lost.rows, "there is no second episode"
        body.tear_down()

        before = body.prepare(case)
        press(0)
        with pytest.raises(ActionRefused):
            body.device.perform(Press(key="back"), frame)
        body.device.perform(Launch(app="http://example.invalid"), frame)
        after = body.state()
        assert after.package == ""
        assert case.check(Evidence(before, after)).passed
        other = SUITE.tasks["click-test-2"].case("miniwob", 2, body.fresh)
        assert not other.check(Evidence(before, after)).passed, "an episode of another seed is not the one asked for"
        body.tear_down()
        assert "about:blank" in body.outside()


@needs_pages
def test_what_a_set_up_does_not_know_is_refused(ground: MiniwobGround) -> None:
    with session(ground) as body:
        known = SUITE.tasks["click-test"].case("miniwob", 1, body.fresh)
        for line in ("episode ../../etc/passwd 1", "episode click-test x", "open click-test 1", ""):
            broken = Case(known.says, known.check, known.oracle, prepare=(line,))
            with pytest.raises(SetUpFailed, match="does not know the line"):
                body.prepare(broken)
        with pytest.raises(BadOption, match="no fault"):
            body.prepare(known, "popup")


@needs_pages
def test_pages_without_a_solution_say_so(ground: MiniwobGround, tmp_path: Path) -> None:
    result = episode(ground, "count-sides", tmp_path, "oracle")
    assert result.verdict is Verdict.ERROR
    assert "no shipped solution" in result.reason


@needs_pages
def test_a_browser_that_has_died_is_replaced(tmp_path: Path) -> None:
    made = MiniwobGround()
    try:
        with session(made) as body:
            os.kill(body._stage.device.process, signal.SIGKILL)
            with pytest.raises(DeviceError):
                body.device.observe()
        assert episode(made, "click-test", tmp_path, "oracle").verdict is Verdict.SUCCESS
    finally:
        made.close()


def test_both_ways_of_counting(tmp_path: Path) -> None:
    app = Typer()
    app.command()(main)
    lines = []
    for number, reason in enumerate(("raw reward 1", "raw reward 0.5", "raw reward -1", "")):
        said = f"the page gave the {reason}" if reason else "the page does not say that the episode has ended, raw reward 0"
        lines.append(
            Result(
                id=InstanceId(suite="miniwob", version=1, task="click-checkboxes", seed=number, locale="en-US"),
                instruction="",
                verdict=Verdict.SUCCESS if number == 0 else Verdict.FAILURE,
                outcome=None,
                claimed=False,
                reason=said,
                budget=10,
                attempts=1,
                apps=("miniwob",),
                tags=(),
                finished=0.0,
            ).model_dump_json()
        )
    (tmp_path / "results.jsonl").write_text("\n".join(lines) + "\n")
    assert counted(tmp_path) == {"click-checkboxes": (1, 2, 4)}
    printed = CliRunner().invoke(app, [str(tmp_path)])
    assert printed.exit_code == 0
    assert "| click-checkboxes | 1 of 4 | 2 of 4 |" in printed.output
    assert CliRunner().invoke(app, [str(tmp_path / "none")]).exit_code == 2
