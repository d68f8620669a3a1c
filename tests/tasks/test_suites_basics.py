"""phone_basics, phone_zh and phone_faults: every case can be made and said, nothing passes by itself, and oracles do it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.decision import Act, Finish
from agent.limits import Limits
from agent.loop import run_episode
from agent.recording import Recorder
from agent.training.goals import Scene, Step
from devices.actions import Press, Tap, Wait
from devices.android.server import PrivateServer
from devices.phone.faults import parse_line
from devices.phone.tree import Node
from tasks.bodies.phone import PhoneSession
from tasks.checks import Answered, Either, Evidence, Finding, NewFiles, OnlyChanged, Setting
from tasks.hand import Hand, Memory
from tasks.oracle import TaskOracle, next_step
from tasks.recovery import PATIENCE, recover
from tasks.state import State, changes
from tasks.suites import suite
from tasks.suites.phone_faults import Undisturbed
from tasks.task import Case

BASICS, CHINESE, FAULTY = (suite(name) for name in ("phone_basics", "phone_zh", "phone_faults"))
SEEDS = range(20)


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


@pytest.fixture(scope="module", params=[BASICS, CHINESE], ids=["en", "zh"])
def session(request: pytest.FixtureRequest, server: PrivateServer) -> Iterator[PhoneSession]:
    with PhoneSession(server, seed=7, locale=request.param.locale) as session:
        yield session


@pytest.fixture(scope="module")
def troubled(server: PrivateServer) -> Iterator[PhoneSession]:
    with PhoneSession(server, seed=7, options=FAULTY.options) as session:
        yield session


def cases(fresh: State) -> Iterator[tuple[str, str, Case]]:
    """Task, language, case, for twenty seeds."""
    name = "phone_zh" if fresh.setting("system", "system_locales") == "zh-CN" else "phone_basics"
    for task in suite(name):
        for seed in SEEDS:
            yield task.id, suite(name).locale, task.case(name, seed, fresh)


def test_what_the_suites_are() -> None:
    assert len(BASICS) == len(CHINESE) == len(FAULTY) == 30
    assert all(set(task.locales) == {"en-US", "zh-CN"} and len(task.apps) == 1 for task in BASICS)
    assert all(6 <= task.steps <= 10 for task in BASICS)
    assert len({app for task in BASICS for app in task.apps}) >= 18
    assert len(set(FAULTY.faults)) == len(FAULTY.faults)
    for line in FAULTY.faults:
        assert parse_line(line)


def test_every_case_can_be_made_and_keeps_its_answer_to_itself(session: PhoneSession) -> None:
    for task, locale, case in cases(session.fresh):
        says = case.says[locale]
        assert len(case.says["en-US"]) >= 2, task
        assert len(case.says["zh-CN"]) >= 1, task
        assert all(0 < len(text) <= 300 and text == text.strip() for text in says), task
        if case.answer:
            assert not any(plain(case.answer) in plain(text) for text in says), (task, case.answer)


def test_cases_differ_from_seed_to_seed(session: PhoneSession) -> None:
    seen: dict[str, set[str]] = {}
    for task, locale, case in cases(session.fresh):
        seen.setdefault(task, set()).add(f"{case.says[locale][0]} {case.prepare}")
    alike = {task for task, texts in seen.items() if len(texts) == 1}
    assert alike <= {"favourite_photo", "record", "take_picture"}  # which there is only one of


def test_nothing_done_is_nothing_passed(session: PhoneSession) -> None:
    for task, _locale, case in cases(session.fresh):
        finding = case.check(Evidence(session.fresh, session.fresh, None))
        if not case.prepare:
            assert not finding.passed, task
    for task in BASICS:
        case = task.case("phone_basics", 3, session.fresh)
        prepared = session.prepare(case)
        assert not case.check(Evidence(prepared, prepared, None)).passed, task.id
        assert not case.check(Evidence(prepared, prepared, "It is done.")).passed, task.id
        session.tear_down()
        assert not changes(session.fresh, session.state())


@pytest.mark.parametrize("name", ["new_alarm", "price", "send_message"])
def test_oracles_do_it(session: PhoneSession, name: str, tmp_path: Path) -> None:
    home = BASICS if session.locale == "en-US" else CHINESE
    steps, finding = done(session, home.tasks[name].case(home.name, 7, session.fresh), home.locale, tmp_path)
    assert finding.passed, finding.reason
    assert steps <= 8


@pytest.mark.parametrize("fault", ["popup after=2", "call after=2", "keyboard_cover after=2", "notification after=2"])
def test_oracles_get_over_what_comes_in_between(troubled: PhoneSession, fault: str, tmp_path: Path) -> None:
    assert any(line.startswith(fault) for line in FAULTY.faults)
    case = FAULTY.tasks["new_alarm"].case("phone_faults", 7, troubled.fresh)
    _steps, finding = done(troubled, case, "en-US", tmp_path, fault)
    assert finding.passed, finding.reason


def done(session: PhoneSession, case: Case, locale: str, directory: Path, fault: str = "") -> tuple[int, Finding]:
    """Let the oracle do a case; returns the steps that it took, and what the check says."""
    before = session.prepare(case, fault)
    with Recorder(directory / "episode") as recorder:
        model = TaskOracle(case.oracle, session.look)
        ended = run_episode(case.instruction(locale), session.device, model, recorder, limits=Limits(steps=15))
    answer = ended.message if ended.outcome == "answered" else None
    finding = case.check(Evidence(before, session.state(), answer))
    session.tear_down()
    return ended.steps, finding


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


# what comes in between, without a phone


def node(name: str, identifier: str = "", bounds: tuple[int, int, int, int] = (0, 0, 90, 90), *below: Node) -> Node:
    return Node("android.widget.Button", text=name, identifier=identifier, bounds=bounds, clickable=True, children=below)


def hand(*nodes: Node, memory: Memory | None = None, page: str = "") -> Hand:
    root = Node("android.widget.FrameLayout", bounds=(0, 0, 1000, 2000), children=nodes)
    return Hand(Scene(root, 1000, 2000, 160, "com.example.app", page), empty, "en-US", memory or Memory())


def empty() -> State:
    return State(settings={}, rows={}, files={}, package="", page="", now=0)


def tap(target: Node) -> Step:
    return Step("", Act(action=Tap(x=0.05, y=0.02)), target)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("dialog_accept", "dialog_reject"),
        ("permission_allow_button", "permission_deny_button"),
        ("dialog_close", "dialog_wait"),
    ],
)
def test_a_dialog_is_left_by_the_button_that_changes_least(first: str, second: str) -> None:
    wanted, yes, no = node("Save"), node("one", first), node("other", second, (0, 100, 90, 190))
    assert recover(hand(wanted, yes, no), tap(wanted)).target == no
    assert recover(hand(wanted, yes, no), tap(yes)).target == yes  # an oracle that deals with it itself is left alone


def test_only_what_lies_in_the_way_is_taken_away() -> None:
    cross = node("Dismiss notification", "", (800, 0, 900, 90))
    note = node("A friend", "notification", (0, 0, 1000, 200), cross)
    above, below = node("Save", "", (0, 50, 90, 140)), node("Later", "", (0, 500, 90, 590))
    assert recover(hand(above, below, note), tap(above)).target == cross
    assert recover(hand(above, below, note), tap(below)).target == below
    keyboard = node("", "keyboard", (0, 1200, 1000, 1900))
    low = node("OK", "", (0, 1300, 90, 1390))
    assert recover(hand(low, keyboard), tap(low)).decision == Act(action=Press(key="back"))
    assert recover(hand(below, keyboard), tap(below)).target == below


def test_a_call_is_declined() -> None:
    decline = node("Decline")
    banner = Node("android.widget.FrameLayout", identifier="incoming_call", children=(decline, node("Answer")))
    wanted = node("Save", "", (0, 900, 90, 990))
    assert recover(hand(wanted, banner), tap(wanted)).target == decline
    assert recover(hand(wanted, decline, page="incoming"), tap(wanted)).target == decline
    assert recover(hand(wanted, decline), tap(wanted)).target == wanted  # some app's own button


def test_the_same_again_waits_first_and_then_does_it() -> None:
    memory, wanted = Memory(), node("Save")
    step = tap(wanted)
    assert recover(hand(wanted, memory=memory), step) is step
    assert recover(hand(wanted, memory=memory), step).decision == Act(action=PATIENCE)
    assert recover(hand(wanted, memory=memory), step) is step


def test_an_oracle_that_is_lost_looks_again() -> None:
    memory = Memory()

    def oracle(one: Hand) -> None:
        one.tap("Save")

    assert next_step(oracle, hand(memory=memory)).decision == Act(action=Wait(seconds=1))
    assert next_step(oracle, hand(node("Save"), memory=memory)).target == node("Save")
    assert next_step(lambda _hand: None, hand(node("Save"), memory=memory)).decision == Finish()


# checks that came with these suites


def test_digits_of_a_number() -> None:
    check = Answered(("(718) 555-0188",), digits=True)
    assert check(Evidence(empty(), empty(), "It is 718 555 0188.")).passed
    assert not check(Evidence(empty(), empty(), "718 555 0189")).passed
    assert not check(Evidence(empty(), empty(), "none")).passed


def test_either_way_will_do() -> None:
    state = empty().model_copy(update={"settings": {"global": {"a": "1"}}})
    good, bad = Setting("global", "a", "1"), Setting("global", "b", "1")
    assert Either(bad, good)(Evidence(state, state)).passed
    assert not Either(bad, bad)(Evidence(state, state)).passed


def test_new_files_are_counted() -> None:
    after = empty().model_copy(update={"files": {"/storage/emulated/0/a/1.png": "x", "/storage/emulated/0/b/1.png": "x"}})
    assert NewFiles("/sdcard/a/*.png")(Evidence(empty(), after)).passed
    assert not NewFiles("/sdcard/a/*.png")(Evidence(after, after)).passed


def test_what_a_fault_leaves_is_not_held_against_the_agent() -> None:
    before = empty()
    rows = {
        "calls": ({"_id": 1, "kind": "missed"},),
        "sms": ({"_id": 1, "kind": "inbox"},),
        "permissions": ({"_id": 1, "granted": 0},),
    }
    check = Undisturbed(OnlyChanged())
    after = before.model_copy(update={"rows": rows, "settings": {"system": {"user_rotation": "1"}}})
    assert check(Evidence(before, after)).passed
    for provider, row in (("calls", {"kind": "out"}), ("sms", {"kind": "sent"}), ("permissions", {"granted": 1})):
        other = before.model_copy(update={"rows": {provider: ({"_id": 1, **row},)}})
        assert not check(Evidence(before, other)).passed
