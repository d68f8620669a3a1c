"""phone_hard: cases can be made in many worlds, near misses fail, answers may be said in many ways, oracles do it."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from fresh_states import fresh_state

from agent.limits import Limits
from agent.loop import run_episode
from agent.recording import Recorder
from devices.android.server import PrivateServer
from devices.phone.faults import parse_line
from tasks.bodies.phone import PhoneSession
from tasks.checks import Evidence
from tasks.oracle import TaskOracle
from tasks.state import Row, State, changes
from tasks.suites import suite
from tasks.suites.phone_daily._suite import DAY, midnight
from tasks.suites.phone_hard._suite import CountsAndDials, CountsAndSays, SaysYear, Totals, costs, free_days
from tasks.task import Case

HARD = suite("phone_hard")
SEEDS = range(8)
NOTHING = State(settings={}, rows={}, files={}, package="", page="", now=0)
ALIKE = {"overdue_to_tomorrow", "receipts", "unread"}
"""Said alike on every phone; what is meant differs."""


def case_of(task: str, seed: int = 2, locale: str = "en-US") -> tuple[State, Case]:
    fresh = fresh_state(seed, locale)
    return fresh, HARD.tasks[task].case(HARD.name, seed, fresh)


def with_rows(state: State, provider: str, *rows: dict[str, Any]) -> State:
    """With these rows instead of those of their ids, or beside the others."""
    known = {row["_id"] for row in rows}
    rest = tuple(row for row in state.provider(provider) if row["_id"] not in known)
    return state.model_copy(update={"rows": {**state.rows, provider: (*rest, *rows)}})


def row_of(state: State, provider: str, field: str, value: object) -> Row:
    return next(row for row in state.provider(provider) if row[field] == value)


def said(answer: str | None) -> Evidence:
    return Evidence(NOTHING, NOTHING, answer)


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def test_what_the_suite_is() -> None:
    assert len(HARD) == 20
    assert all(set(task.locales) == {"en-US", "zh-CN"} and 8 <= task.steps <= 32 for task in HARD)
    assert sum("question" in task.tags for task in HARD) == 4
    assert sum(len(task.apps) > 1 for task in HARD) >= 8
    for task in (task for task in HARD if "fault" in task.tags):
        _fresh, case = case_of(task.id)
        faults = [line.removeprefix("fingertip fault ") for line in case.prepare if line.startswith("fingertip fault ")]
        assert faults
        assert all(order.after > 2 for line in faults for order in parse_line(line))


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_every_case_can_be_made_and_keeps_its_answer_to_itself(locale: str) -> None:
    wordings: dict[str, set[str]] = {}
    for seed in SEEDS:
        fresh = fresh_state(seed, locale)
        for task in HARD:
            case = task.case(HARD.name, seed, fresh)
            assert len(case.says["en-US"]) >= 2, task.id
            assert len(case.says["zh-CN"]) >= 1, task.id
            for text in case.says[locale]:
                assert 0 < len(text) <= 300, task.id
                assert text == text.strip(), task.id
                assert not case.answer or plain(case.answer) not in plain(text), (task.id, text)
            wordings.setdefault(task.id, set()).add(case.says[locale][0])
            if task.id == "switches_and_pop_ups":
                continue  # its set-up undoes them first
            for answer in (None, "", "It is done.", *case.says[locale]):
                assert not case.check(Evidence(fresh, fresh, answer)).passed, (task.id, seed)
    assert {task for task, texts in wordings.items() if len(texts) == 1} == ALIKE


def test_both_sides_of_a_condition_are_drawn() -> None:
    sides = {task: {bool(case_of(task, seed)[1].params[name]) for seed in SEEDS} for task, name in CONDITIONS}
    assert all(seen == {True, False} for seen in sides.values())


CONDITIONS = (("early_alarm", "early"), ("free_evening", "busy"))


def test_an_early_alarm_goes_off_and_a_later_one_comes() -> None:
    for early in (True, False):
        fresh, case = next(found for seed in SEEDS if (found := case_of("early_alarm", seed))[1].params["early"] == early)
        first = min(fresh.provider("alarms"), key=lambda row: int(str(row["hour"])))
        minute = int(case.prepare[0].split("minute:l:")[1].split()[0])
        before = with_rows(fresh, "alarms", {**first, "hour": 5, "minute": minute, "enabled": int(early)})
        off = {**first, "hour": 5, "minute": minute, "enabled": 0}
        new = {"_id": 900, "hour": case.params["hour"], "minute": case.params["minute"], "label": "", "days": "", "enabled": 1}
        assert case.check(Evidence(before, with_rows(before, "alarms", off, new))).passed
        for wrong in (
            with_rows(before, "alarms", off),
            with_rows(before, "alarms", {**off, "enabled": 1}, new),
            with_rows(before, "alarms", off, {**new, "hour": 6 if early else 8}),
            with_rows(before, "alarms", off, new, {**new, "_id": 901}),
        ):
            assert not case.check(Evidence(before, wrong)).passed


def test_whoever_cannot_come_gets_no_message() -> None:
    fresh, case = case_of("tell_guests")
    body = case.says["en-US"][0].split("”")[0].removeprefix("Text “")
    people = [row_of(fresh, "contacts", "name", name) for name in [*as_list(case.params["names"]), case.params["away"]]]
    sent = [
        {"_id": 900 + place, "address": row["phone"], "body": body, "kind": "sent", "read": 1}
        for place, row in enumerate(people)
    ]
    answered = {**sent[0], "_id": 990, "kind": "inbox", "body": "All right!"}
    assert case.check(Evidence(fresh, with_rows(fresh, "sms", *sent[:3]))).passed
    assert case.check(Evidence(fresh, with_rows(fresh, "sms", *sent[:3], answered))).passed
    for wrong in (sent, sent[:2], sent[1:], [*sent[:2], {**sent[2], "body": "Hi"}], [*sent[:3], {**sent[0], "_id": 991}]):
        assert not case.check(Evidence(fresh, with_rows(fresh, "sms", *wrong))).passed


def test_only_what_was_late_moves() -> None:
    fresh, case = case_of("overdue_to_tomorrow")
    tomorrow = midnight(fresh.now) + DAY
    late = [row_of(fresh, "tasks", "title", title) for title in as_list(case.params["late"])]
    moved = [{**row, "due": tomorrow} for row in late]
    other = next(row for row in fresh.provider("tasks") if row not in late)
    assert case.check(Evidence(fresh, with_rows(fresh, "tasks", *moved))).passed
    for wrong in (
        moved[:2],
        [*moved[:2], {**moved[2], "due": tomorrow + DAY}],
        [*moved[:2], {**moved[2], "notes": "x"}],
        [*moved, {**other, "due": tomorrow}],
    ):
        assert not case.check(Evidence(fresh, with_rows(fresh, "tasks", *wrong))).passed


def as_list(value: object) -> list[Any]:
    assert isinstance(value, list)
    return value


def test_a_day_is_free_where_nothing_happens_on_it() -> None:
    empty = fresh_state(0, "en-US")
    today = midnight(empty.now)

    def free(begin: int, days: int = 0, repeat: str = "") -> list[int]:
        event = {"_id": 1, "begin": begin + 3_600_000, "end": begin + 7_200_000 + days * DAY, "repeat": repeat}
        known = empty.model_copy(update={"rows": {"events": (event,)}})
        return [(day - today) // DAY for day in free_days(known, 1, 9)]

    assert free(today) == [*range(1, 10)]
    assert free(today + 3 * DAY) == [1, 2, *range(4, 10)]
    assert free(today + 3 * DAY, days=2) == [1, 2, *range(6, 10)]
    assert free(today - 5 * DAY, repeat="FREQ=WEEKLY") == [1, *range(3, 9)]
    assert free(today + 9 * DAY, repeat="FREQ=WEEKLY") == [*range(1, 9)]
    assert free(today - 40 * DAY, repeat="FREQ=DAILY") == []


@pytest.mark.parametrize("answer", ["43.35", "$43.35", "It is 12.30 + 8.20 + 22.85 = $43.35.", "一共 43.35 美元", "４３.３５"])
def test_a_sum_may_be_explained(answer: str) -> None:
    assert Totals(4335)(said(answer)).passed


@pytest.mark.parametrize("answer", [None, "", "43.53", "43", "43.35 or 44.35", "a lot"])
def test_another_sum_is_wrong(answer: str | None) -> None:
    assert not Totals(4335)(said(answer)).passed


def test_a_message_names_one_sum() -> None:
    assert costs(112_47).holds("It was $112.47, for 3 things")
    assert costs(1_234_50).holds("$1,234.50")
    for wrong in ("$112.48", "112", "$112.47 and $25.39", "", None):
        assert not costs(112_47).holds(wrong)


def test_a_count_goes_with_a_name_or_a_number() -> None:
    named = CountsAndSays(3, "Book club", ["Choir", "Chess"])
    for right in ("3, Book club", "Book club, 3", "Three of them; the last is “book club”.", "三个，最后是 Book club"):
        assert named(said(right)).passed, right
    for wrong in (None, "3", "Book club", "2, Book club", "3, Choir", "3, Choir or Book club", "3 or 4"):
        assert not named(said(wrong)).passed, wrong
    dialled = CountsAndDials(4, "(718) 555-0104")
    for right in ("4, (718) 555-0104", "718-555-0104 wrote last; four unread", "4；7185550104", "4 个，(718) 555-0104"):
        assert dialled(said(right)).passed, right
    for wrong in (None, "4", "(718) 555-0104", "5, (718) 555-0104", "4, (718) 555-0140"):
        assert not dialled(said(wrong)).passed, wrong
    assert SaysYear(1960)(said("Holly Lewis, born on August 20, 1960")).passed
    assert SaysYear(1960)(said("1960年8月20日")).passed
    assert not SaysYear(1960)(said("1960 or 1961")).passed


@pytest.mark.parametrize(("task", "locale"), [("unread", "zh-CN"), ("alarms_and_a_call", "en-US")])
def test_the_oracle_does_it_and_leaves_nothing_behind(task: str, locale: str, tmp_path: Path) -> None:
    server = PrivateServer()
    try:
        with PhoneSession(server, seed=2, locale=locale) as session:
            case = HARD.tasks[task].case(HARD.name, 2, session.fresh)
            before = session.prepare(case)
            assert not case.check(Evidence(before, before)).passed
            with Recorder(tmp_path / "episode") as recorder:
                ended = run_episode(
                    case.instruction(locale),
                    session.device,
                    TaskOracle(case.oracle, session.look),
                    recorder,
                    limits=Limits(steps=HARD.tasks[task].steps),
                )
            answer = ended.message if ended.outcome == "answered" else None
            found = case.check(Evidence(before, session.state(), answer))
            assert found.passed, (found.reason, ended.message)
            session.tear_down()
            assert not changes(session.fresh, session.state())
    finally:
        server.close()
