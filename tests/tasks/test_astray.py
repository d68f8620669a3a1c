"""States off the path: they are what they are said to be, are found again, and the task can be done from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from agent.dialects import dialect
from agent.training.goals import Scene
from devices.android.server import PrivateServer
from devices.phone.manifest import LAUNCHER
from devices.phone.tree import Node
from scripts.benchmarks.__main__ import main as bench
from scripts.benchmarks.recovery import Recovered, budget, candidates, report
from tasks.astray import NotThere, NoWay, Start, Way, find_start, lead
from tasks.bodies.phone import PhoneSession
from tasks.probes import SPEECH
from tasks.results import InstanceId, Result, Verdict
from tasks.straying import PLANS, Place, place
from tasks.suites import suite
from tasks.task import Case, Suite, Task

BASICS = suite("phone_basics")
SEED = 9950


@pytest.fixture(scope="module")
def session() -> Iterator[PhoneSession]:
    server = PrivateServer()
    try:
        with PhoneSession(server, seed=SEED) as opened:
            yield opened
    finally:
        server.close()


def instances(*tasks: str) -> Iterator[InstanceId]:
    yield from (InstanceId(suite="phone_basics", version=BASICS.version, task=task, seed=SEED) for task in tasks)


@pytest.fixture(scope="module")
def start(session: PhoneSession) -> Start:
    return find_start(session, BASICS, instances("bluetooth"), "home", "test")


def test_a_way_leads_off_the_path_and_costs_steps(start: Start) -> None:
    way = start.way
    assert way.place == "home"
    assert way.farther >= 1
    assert len(way.replies) == way.along + len(way.touches)
    for reply in way.replies:
        dialect(SPEECH).parse(reply, width=1080, height=2400)


def test_the_same_way_leads_to_the_same_screen_and_a_model_is_told_of_it(session: PhoneSession, start: Start) -> None:
    case = BASICS.tasks["bluetooth"].case("phone_basics", SEED, session.fresh)
    session.prepare(case)
    try:
        told = lead(session, "Turn Bluetooth on.", start.way)
        assert session.state().package == LAUNCHER
    finally:
        session.tear_down()
    assert len(told) == len(start.way.replies)
    assert all(told)
    session.prepare(case)
    try:
        with pytest.raises(NotThere):
            lead(session, "Turn Bluetooth on.", start.way.model_copy(update={"replies": start.way.replies[:1]}))
    finally:
        session.tear_down()


def test_the_same_chance_finds_the_same_way(session: PhoneSession, start: Start) -> None:
    assert find_start(session, BASICS, instances("bluetooth"), "home", "test") == start


def test_a_task_that_has_no_way_gives_its_place_to_another(session: PhoneSession) -> None:
    def broken(draw: object, fresh: object) -> Case:
        raise ValueError

    other = Suite("phone_basics", BASICS.version, "", tasks={"broken": Task("broken", broken, 4, ()), **BASICS.tasks})
    found = find_start(session, other, instances("broken", "bluetooth"), "home", "test")
    assert found.instance.task == "bluetooth"
    assert found.passed_over["the solution fails anyway"] == 1
    with pytest.raises(NoWay, match="world 9950"):
        find_start(session, other, instances("broken"), "home", "test")


def scene(package: str, page: str = "", *, keyboard: bool = False, dialog: bool = False) -> Scene:
    children = (Node("android.app.Dialog"),) if dialog else ()
    return Scene(Node("android.widget.FrameLayout", children=children), 1080, 2400, 420, package, page, keyboard)


@pytest.mark.parametrize(
    ("after", "name"),
    [
        (scene("a", "x"), "same page"),
        (scene("a", "y"), "another page"),
        (scene("b", "x"), "another app"),
        (scene(LAUNCHER), "home"),
        (scene("b", keyboard=True), "keyboard"),
        (scene("a", "x", keyboard=True, dialog=True), "dialog"),
    ],
)
def test_places_are_told_apart(after: Scene, name: Place) -> None:
    assert place(scene("a", "x"), after) == name


def test_every_place_has_touches_that_may_lead_there() -> None:
    assert set(PLANS) == set(get_args(Place))
    assert all(1 <= len(touches) <= 3 for plans in PLANS.values() for touches in plans)


# the measurement


def recovered(number: int, verdict: Verdict, where: Place = "home", left: int = 5) -> Recovered:
    instance = next(candidates(BASICS, number))
    way = Way(replies=("a", "b"), along=1, touches=("home",), place=where, frame="", ahead=4, left=left)
    result = Result(
        id=instance, instruction="do it", verdict=verdict, outcome=None, claimed=verdict is Verdict.FAILURE, budget=9
    )
    return Recovered(
        number=number,
        suite="phone_basics",
        digest="",
        model="m",
        history="real",
        start=Start(instance=instance, way=way, passed_over={"it is on the path": 2}),
        result=result,
        seconds=1.0,
    )


@pytest.mark.parametrize(("done", "kept"), [(7, True), (6, False)])
def test_seven_in_ten_are_promised(done: int, kept: bool) -> None:
    found = report([recovered(number, Verdict.SUCCESS if number < done else Verdict.FAILURE) for number in range(10)])
    assert (not found.missed) is kept
    assert found.figures["all"]["done"] == done
    assert found.figures["all"]["false_done"] == 10 - done
    assert "20 because it is on the path" in found.text


def test_what_broke_counts_as_not_done_and_is_told_apart() -> None:
    both = [recovered(0, Verdict.SUCCESS), recovered(1, Verdict.ERROR, "dialog", left=9)]
    figures = report(both).figures
    assert (figures["all"]["done"], figures["all"]["broken"]) == (1, 1)
    assert (figures["led to home"]["share"], figures["led to dialog"]["share"]) == (1.0, 0.0)
    assert figures["steps more 4 or more"]["of"] == 1


def test_tasks_come_in_turn_and_each_state_has_a_world() -> None:
    firsts = [next(candidates(BASICS, number)) for number in range(60)]
    assert [one.seed for one in firsts] == list(range(9600, 9660))
    assert all({one.task for one in firsts[lap : lap + 30]} == set(BASICS.tasks) for lap in (0, 30))
    assert len({one.task for one in candidates(BASICS, 3)}) == len(BASICS)


def test_the_budget_is_the_tasks_or_what_is_needed_and_half_as_much() -> None:
    way = recovered(0, Verdict.SUCCESS, left=9).start.way
    assert budget(20, way) == 20
    assert budget(8, way) == 14


def test_it_goes_on_where_it_was_stopped_and_takes_known_states(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, script = tmp_path / "out.jsonl", tmp_path / "script.txt"
    words = ["recovery", "--states", "1", "--jobs", "1", "--out", str(out)]
    assert bench([*words, "--oracle"]) == 0
    assert bench([*words, "--oracle"]) == 0
    assert out.read_text("utf-8").count("\n") == 1
    script.write_text(json.dumps(['Thought: All is well.\nAction: {"action": "finish", "message": "Done."}']), "utf-8")
    assert bench([*words, "--model", f"scripted:{script}", "--history", "none"]) == 1
    first, second = (Recovered.model_validate_json(text) for text in out.read_text("utf-8").splitlines())
    assert first.start == second.start
    assert second.result.false_done
    assert "MISSED: 0 of 1 is below 70%" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--states", "0"], ["--states", "401"], ["--suite", "none"]])
def test_what_cannot_be_measured_is_one_sentence_and_exit_code_3(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["recovery", "--oracle", *words]) == 3
    assert capsys.readouterr().err.count("\n") == 1
