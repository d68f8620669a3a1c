"""phone_daily, the half about people and time: cases can be made in many worlds, near misses fail, oracles do it."""

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
from tasks.bodies.phone import PhoneSession
from tasks.checks import Evidence
from tasks.oracle import TaskOracle
from tasks.state import Row, State, changes
from tasks.suites import suite
from tasks.suites.phone_daily._checks import Counts, Kept, Left, Says, SaysWhen, dials
from tasks.task import Case

DAILY = suite("phone_daily")
MODULES = ("calendar", "clock", "lists", "mail", "messages", "people")
MINE = [task for task in DAILY if task.make.__module__.rpartition(".")[2] in MODULES]
SEEDS, WORLDS = range(20), 5
"""A world takes a while to make: four seeds draw from each."""
ALIKE = {"block_caller", "call_back", "delete_off_alarms", "overdue_todo", "save_sender", "sign_in_code"}
"""Said alike on every phone; what is meant differs."""


def case_of(task: str, seed: int = 2, locale: str = "en-US") -> tuple[State, Case]:
    fresh = fresh_state(seed, locale)
    return fresh, DAILY.tasks[task].case(DAILY.name, seed, fresh)


def with_row(state: State, provider: str, row: dict[str, Any]) -> State:
    """With this row instead of the one of its id, or beside the others."""
    rest = tuple(known for known in state.provider(provider) if known["_id"] != row["_id"])
    return state.model_copy(update={"rows": {**state.rows, provider: (*rest, row)}})


def row_of(state: State, provider: str, field: str, value: object) -> Row:
    return next(row for row in state.provider(provider) if row[field] == value)


def said(answer: str | None) -> Evidence:
    nothing = State(settings={}, rows={}, files={}, package="", page="", now=0)
    return Evidence(nothing, nothing, answer)


def test_what_this_half_is() -> None:
    assert len(MINE) == 25
    assert all(set(task.locales) == {"en-US", "zh-CN"} and 9 <= task.steps <= 15 for task in MINE)
    assert sum("question" in task.tags for task in MINE) == 5
    assert sum(len(task.apps) > 1 for task in MINE) >= 4


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_every_case_can_be_made_and_keeps_its_answer_to_itself(locale: str) -> None:
    wordings: dict[str, set[str]] = {}
    for seed in SEEDS:
        fresh = fresh_state(seed % WORLDS, locale)
        for task in MINE:
            case = task.case(DAILY.name, seed, fresh)
            assert len(case.says["en-US"]) >= 2, task.id
            assert len(case.says["zh-CN"]) >= 1, task.id
            for text in case.says[locale]:
                assert 0 < len(text) <= 300, task.id
                assert text == text.strip(), task.id
                assert not case.answer or plain(case.answer) not in plain(text), (task.id, text)
            wordings.setdefault(task.id, set()).add(case.says[locale][0])
            for answer in (None, "", "It is done.", *case.says[locale]):
                assert not case.check(Evidence(fresh, fresh, answer)).passed, (task.id, seed)
    assert {task for task, texts in wordings.items() if len(texts) == 1} == ALIKE


def test_a_new_number_for_another_person_or_another_number_is_wrong() -> None:
    fresh, case = case_of("new_number")
    person = row_of(fresh, "contacts", "name", case.params["name"])
    digits = "".join(letter for letter in str(case.params["number"]) if letter.isdigit())
    right = with_row(fresh, "contacts", {**person, "phone": digits})  # however it is grouped
    assert case.check(Evidence(fresh, right)).passed
    other = next(row for row in fresh.provider("contacts") if row["_id"] != person["_id"])
    for wrong in (
        with_row(fresh, "contacts", {**other, "phone": digits}),
        with_row(fresh, "contacts", {**person, "phone": digits[:-1]}),
        with_row(fresh, "contacts", {**person, "phone": digits, "email": "x@example.com"}),
        with_row(right, "contacts", {**person, "_id": 900}),
    ):
        assert not case.check(Evidence(fresh, wrong)).passed


def test_a_moved_event_keeps_its_length_and_its_name() -> None:
    fresh, case = case_of("move_event")
    event = row_of(fresh, "events", "title", case.params["title"])
    begin, end, hour = int(str(event["begin"])), int(str(event["end"])), int(str(case.params["hour"]))
    later = begin // 86_400_000 * 86_400_000 + hour * 3_600_000 + begin % 3_600_000
    moved = {**event, "begin": later, "end": later + end - begin}
    assert case.check(Evidence(fresh, with_row(fresh, "events", moved))).passed
    for wrong in ({"end": end}, {"begin": later + 86_400_000}, {"title": "Something else"}):
        assert not case.check(Evidence(fresh, with_row(fresh, "events", {**moved, **wrong}))).passed


def test_a_reply_goes_to_the_one_who_wrote_and_once() -> None:
    fresh, case = case_of("reply_mail")
    mail = next(
        row
        for row in fresh.provider("mail")
        if (row["subject"], row["from_name"], row["folder"]) == (case.params["subject"], case.params["from"], "inbox")
    )
    subject, body = f"Re: {mail['subject']}", f"{case.params['text']}.\n\n> {mail['body']}"
    reply = {"_id": 900, "to": mail["from"], "cc": "", "subject": subject, "body": body, "folder": "sent"}
    done = with_row(with_row(fresh, "mail", {**mail, "read": 1}), "mail", reply)
    assert case.check(Evidence(fresh, done)).passed
    for wrong in ({"to": "someone@example.com"}, {"body": mail["body"]}, {"folder": "drafts"}, {"subject": "Hello"}):
        assert not case.check(Evidence(fresh, with_row(done, "mail", {**reply, **wrong}))).passed
    assert not case.check(Evidence(fresh, with_row(done, "mail", {**reply, "_id": 901}))).passed
    assert not case.check(Evidence(fresh, with_row(done, "mail", {**mail, "folder": "archive"}))).passed


def test_only_what_is_on_is_left() -> None:
    on, off = {"_id": 1, "enabled": 1}, {"_id": 2, "enabled": 0}
    empty = fresh_state(0, "en-US")

    def alarms(*rows: Row) -> State:
        return empty.model_copy(update={"rows": {"alarms": rows}})

    check = Left("alarms", {"enabled": 1})
    assert check(Evidence(alarms(on, off), alarms(on))).passed
    for wrong in ((), (on, off), (off,), (on, {**on, "_id": 3}), ({**on, "label": "x"},), (on, {**off, "enabled": 1})):
        assert not check(Evidence(alarms(on, off), alarms(*wrong))).passed
    assert Kept("alarms", besides=("enabled",))(Evidence(alarms(on, off), alarms(on, {**off, "enabled": 1}))).passed
    assert not Kept("alarms")(Evidence(alarms(on, off), alarms(on))).passed


@pytest.mark.parametrize(
    "answer",
    [
        "Tuesday, July 7, 18:30",
        "It is on 7 July at 6:30 pm.",
        "The 7th of July, from 18:30 to 19:15",
        "Jul 7th at 6:30 p.m.",
        "2026-07-07 18:30",
        "7月7日 18:30",
        "７月７日下午6点半",
        "7月7日晚上6点30分",
    ],
)
def test_a_day_and_a_time_may_be_said_in_many_ways(answer: str) -> None:
    assert SaysWhen(1_783_449_000_000)(said(answer)).passed


@pytest.mark.parametrize(
    "answer", [None, "", "July 7", "18:30", "July 8, 18:30", "July 7, 6:30", "July 7, 19:30", "8月7日 18:30", "7月7日上午6点半"]
)
def test_another_day_or_time_is_not_that_moment(answer: str | None) -> None:
    assert not SaysWhen(1_783_449_000_000)(said(answer)).passed


@pytest.mark.parametrize(
    ("answer", "count"),
    [("3", 3), ("There are 3 of them.", 3), ("Three mails", 3), ("两封", 2), ("胡一诺有3封", 3), ("三", 3), ("3 封。", 3)],
)
def test_a_number_may_stand_in_a_sentence(answer: str, count: int) -> None:
    assert Counts(count)(said(answer)).passed
    assert not Counts(count + 1)(said(answer)).passed
    assert not Counts(1)(said("收件箱里有几封胡一诺的未读邮件？")).passed
    assert not Counts(1)(said(None)).passed


def test_an_answer_names_one_thing() -> None:
    check = Says("Book a room", ["Book", "Water the plants", ""])
    assert check(said("It is “Book a room”.")).passed
    for wrong in (None, "", "Water the plants", "Book a room, Water the plants"):
        assert not check(said(wrong)).passed
    assert dials("(207) 555-0149").holds("2075550149")
    assert not dials("(207) 555-0149").holds("207555014")


@pytest.mark.parametrize(
    ("task", "locale"), [("message_to_mail", "en-US"), ("delete_off_alarms", "zh-CN"), ("plan_todo", "en-US")]
)
def test_the_oracle_does_it_and_leaves_nothing_behind(task: str, locale: str, tmp_path: Path) -> None:
    server = PrivateServer()
    try:
        with PhoneSession(server, seed=2, locale=locale) as session:
            case = DAILY.tasks[task].case(DAILY.name, 2, session.fresh)
            before = session.prepare(case)
            assert not case.check(Evidence(before, before)).passed
            with Recorder(tmp_path / "episode") as recorder:
                ended = run_episode(
                    case.instruction(locale),
                    session.device,
                    TaskOracle(case.oracle, session.look),
                    recorder,
                    limits=Limits(steps=DAILY.tasks[task].steps),
                )
            found = case.check(Evidence(before, session.state(), ended.message or None))
            assert found.passed, (found.reason, ended.message)
            session.tear_down()
            assert not changes(session.fresh, session.state())
    finally:
        server.close()


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
