"""phone_daily, the half about media and errands: cases can be made in many worlds, near misses fail, oracles do it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fresh_states import fresh_state

from agent.limits import Limits
from agent.loop import run_episode
from agent.recording import Recorder
from devices.android.server import PrivateServer
from tasks.bodies.phone import PhoneSession
from tasks.checks import Evidence
from tasks.oracle import TaskOracle
from tasks.state import State, changes
from tasks.suites import suite
from tasks.task import Case

DAILY = suite("phone_daily")
MODULES = ("documents", "errands", "market", "pictures", "places", "sounds", "web")
MINE = [task for task in DAILY if task.make.__module__.rpartition(".")[2] in MODULES]
WORLDS = [(seed, locale) for locale in ("en-US", "zh-CN") for seed in range(4)]
ALIKE = {"cancel_order", "clear_screenshots", "first_holiday_photo", "square_favourite"}  # said alike; the world differs


@pytest.fixture(scope="module")
def session() -> Iterator[PhoneSession]:
    server = PrivateServer()
    try:
        with PhoneSession(server, seed=7) as session:
            yield session
    finally:
        server.close()


def made(seed: int, locale: str) -> Iterator[tuple[str, State, Case]]:
    """Task, world, case: five draws in each of four worlds, so twenty seeds a language."""
    fresh = fresh_state(seed, locale)
    for task in MINE:
        for draw in range(seed, 20, 4):
            yield task.id, fresh, task.case(DAILY.name, draw, fresh)


def test_what_this_half_is() -> None:
    assert len(MINE) == 25
    assert all(set(task.locales) == {"en-US", "zh-CN"} and 9 <= task.steps <= 15 for task in MINE)
    assert len({app for task in MINE for app in task.apps}) >= 12
    assert sum("question" in task.tags for task in MINE) >= 5


def test_a_state_made_without_a_phone_is_that_of_a_phone(session: PhoneSession) -> None:
    assert not changes(session.fresh, fresh_state(7, "en-US"))
    assert session.fresh.now == fresh_state(7, "en-US").now


@pytest.mark.parametrize(("seed", "locale"), WORLDS)
def test_every_case_can_be_made_and_keeps_its_answer_to_itself(seed: int, locale: str) -> None:
    for task, fresh, case in made(seed, locale):
        assert len(case.says["en-US"]) >= 2, task
        assert len(case.says["zh-CN"]) >= 1, task
        for text in case.says[locale]:
            assert 0 < len(text) <= 300, task
            assert text == text.strip(), task
            assert not case.answer or plain(case.answer) not in plain(text), (task, text)
        for answer in (None, "", "It is done.", *case.says[locale]):
            if not case.prepare:
                assert not case.check(Evidence(fresh, fresh, answer)).passed, task


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_cases_differ_from_seed_to_seed(locale: str) -> None:
    said: dict[str, set[str]] = {}
    for seed in range(4):
        for task, _fresh, case in made(seed, locale):
            said.setdefault(task, set()).add(case.says[locale][0])
    assert {task for task, texts in said.items() if len(texts) == 1} == ALIKE


def with_rows(state: State, provider: str, *rows: dict[str, Any]) -> State:
    return state.model_copy(update={"rows": {**state.rows, provider: (*state.provider(provider), *rows)}})


def test_another_product_or_two_of_it_is_not_what_was_asked_for() -> None:
    fresh = fresh_state(2, "en-US")
    case = DAILY.tasks["cheapest_good"].case(DAILY.name, 2, fresh)
    line = {"_id": 900, "product": case.params["product"], "quantity": 1, "colour": "", "size": ""}
    assert case.check(Evidence(fresh, with_rows(fresh, "shop_cart", line))).passed
    for wrong in ({"product": 1 + int(str(line["product"]))}, {"quantity": 2}):
        assert not case.check(Evidence(fresh, with_rows(fresh, "shop_cart", {**line, **wrong}))).passed
    assert not case.check(Evidence(fresh, with_rows(fresh, "shop_cart", line, {**line, "_id": 901}))).passed


@pytest.mark.parametrize(
    ("answer", "right"),
    [("61", True), ("It takes 61 minutes.", True), ("1 h 1 min", True), ("1小时1分钟", True), ("62", False), ("1 min", False)],
)
def test_the_minutes_of_a_trip_may_be_said_in_hours(answer: str, right: bool) -> None:
    fresh = fresh_state(1, "en-US")
    case = DAILY.tasks["set_off"].case(DAILY.name, 1, fresh)
    trip = {"_id": 1, "name": case.params["place"], "mode": case.params["mode"], "route": {"seconds": 3640.0}}
    assert case.check(Evidence(fresh, with_rows(fresh, "map_navigation", trip), answer)).passed == right
    other = {**trip, "mode": "car"}
    assert not case.check(Evidence(fresh, with_rows(fresh, "map_navigation", other), answer)).passed


def test_a_note_must_hold_the_share_itself() -> None:
    fresh = fresh_state(3, "en-US")
    case = DAILY.tasks["split_bill"].case(DAILY.name, 3, fresh)
    share = int(str(case.params["bill"])) // int(str(case.params["people"]))
    note = {"_id": 900, "title": case.params["title"], "checklist": 0, "modified": "", "body": f"{share} each"}
    worked = with_rows(fresh, "calculations", {"_id": 1, "expression": "", "result": str(share)})
    assert case.check(Evidence(fresh, with_rows(worked, "notes", note))).passed
    assert not case.check(
        Evidence(fresh, with_rows(fresh, "notes", note))
    ).passed  # by head, though a calculator was to be used
    assert not case.check(Evidence(fresh, with_rows(worked, "notes", {**note, "body": f"{share}0"}))).passed


@pytest.mark.parametrize("name", ["coupon_total", "reserve_book"])
def test_oracles_do_it(session: PhoneSession, name: str, tmp_path: Path) -> None:
    task = DAILY.tasks[name]
    case = task.case(DAILY.name, 7, session.fresh)
    before = session.prepare(case)
    assert not case.check(Evidence(before, before, "It is done.")).passed
    with Recorder(tmp_path / "episode") as recorder:
        model = TaskOracle(case.oracle, session.look)
        ended = run_episode(case.instruction("en-US"), session.device, model, recorder, limits=Limits(steps=task.steps))
    answer = ended.message if ended.outcome == "answered" else None
    finding = case.check(Evidence(before, session.state(), answer))
    assert finding.passed, finding.reason
    session.tear_down()
    assert not changes(session.fresh, session.state())


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
