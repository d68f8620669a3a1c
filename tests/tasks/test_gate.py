"""The check of a suite: broken tasks are named with what is wrong with them, sound ones beside them are left alone."""

from __future__ import annotations

import dataclasses
import gc
import json
import random
import signal
import subprocess
import sys
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from broken_tasks import BROKEN, SUITE
from typer.testing import CliRunner

import tasks.gate
import tasks.suites
from devices.android.server import PrivateServer
from devices.phone.archive import pack, read_folder
from tasks.bodies.phone import PhoneSession
from tasks.checks import Evidence, OnlyChanged
from tasks.cli.app import app
from tasks.defects import Defect, Fault
from tasks.found import Found
from tasks.gate import Gate, check_suite, gate_file, standing, write_gate
from tasks.purity import watched
from tasks.scrutiny import careless, decisive, leaks
from tasks.state import State
from tasks.suites import suite
from tasks.task import BadSuite, Case, Suite

SEED = 9000
APP = b64encode(pack(read_folder(Path(__file__).parents[2] / "docs" / "sample-app" / "habits"))).decode()
SOUND = sorted(set(SUITE.tasks) - set(BROKEN))
pytestmark = pytest.mark.timeout(600)  # the mutation test runs some 150 episodes on two phones


def part(*names: str) -> Suite:
    """Some tasks of the broken suite, in its order."""
    return dataclasses.replace(SUITE, tasks={name: task for name, task in SUITE.tasks.items() if name in names})


@pytest.fixture(scope="module")
def found() -> tuple[Defect, ...]:
    """All defects of the broken suite: half of it on one phone, half on another at the same time."""
    half = len(SUITE) // 2
    names = list(SUITE.tasks)
    with ThreadPoolExecutor(2) as pool:
        gates = list(pool.map(lambda some: check_suite(part(*some), seeds=(SEED,), jobs=1), (names[:half], names[half:])))
    return tuple(defect for gate in gates for defect in gate.defects)


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 20
    assert set(BROKEN.values()) == set(get_args(Fault))
    assert len(SOUND) == 3


@pytest.mark.parametrize("task", BROKEN)
def test_a_broken_task_is_named_with_its_fault(found: tuple[Defect, ...], task: str) -> None:
    here = [defect for defect in found if defect.task == task]
    assert BROKEN[task] in {defect.fault for defect in here}, here


@pytest.mark.parametrize("task", SOUND)
def test_a_sound_task_is_left_alone(found: tuple[Defect, ...], task: str) -> None:
    assert not [defect for defect in found if defect.task == task]


@pytest.fixture(scope="module")
def session() -> Iterator[PhoneSession]:
    with closing(PrivateServer()) as server, PhoneSession(server, seed=SEED, options=SUITE.options) as session:
        yield session


@pytest.mark.parametrize(
    "line",
    [
        "am start -n com.android.deskclock/.DeskClock",
        "cmd notification post -t Title tag text",
        "fingertip fault popup after=9",
        "settings put system accelerometer_rotation 0; settings put system user_rotation 1",
        f"echo {APP} | base64 -d > /sdcard/a.apk; pm install /sdcard/a.apk; rm /sdcard/a.apk",
        "wm size 1080x2400",
        "input keyevent KEYCODE_POWER",
        "content delete --uri content://alarms --where _id=1",
        "echo hello > /sdcard/hello.txt",
        "setprop persist.sys.left 1",
        "fingertip snapshot another",
    ],
    ids=lambda line: line[:20],
)
def test_whatever_stays_is_seen(session: PhoneSession, line: str) -> None:
    before = Found.of(session, still=True)
    assert not before.left(session)
    assert before.shows(session)
    session.shell(line)
    assert before.left(session)
    session.tear_down()
    session.shell("setprop persist.sys.left ''; fingertip forget another")


# without a phone


@pytest.mark.parametrize(
    "call",
    [
        random.random,
        lambda: random.choice("ab"),
        lambda: random.Random().random(),
        lambda: random.SystemRandom().random(),
        uuid.uuid4,
        time.time,
        time.monotonic_ns,
        lambda: datetime.now(UTC),
        date.today,
        lambda: subprocess.run(["true"], check=True),
    ],
)
def test_code_that_looks_elsewhere_is_seen(call: Callable[[], object]) -> None:
    assert watched(call)[1]


def test_code_that_does_not_is_let_be() -> None:
    value, outside = watched(lambda: random.Random(3).choice([1, 2]) + datetime.fromtimestamp(0, UTC).day)
    assert value in (2, 3)
    assert outside == ()


def test_a_collection_in_the_middle_is_not_the_calls_own() -> None:
    timed: list[float] = []

    def time_it(_phase: str, _info: dict[str, int]) -> None:
        timed.append(time.perf_counter())

    gc.callbacks.append(time_it)
    try:
        kept, outside = watched(lambda: [[] for _ in range(10 * sum(gc.get_threshold()))])
    finally:
        gc.callbacks.remove(time_it)
    assert outside == ()
    assert kept
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("When does Market ring?", "Market", True),
        ("When does m a r k e t ring?", "Market", True),
        ("When does ＭＡＲＫＥＴ ring?", "Market", True),
        ("Is it 12:30?", "12.30", True),
        ("Is it １ ２?", "12", True),
        ("Is it 112?", "12", False),
        ("What may be?", "May", True),
        ("What is maybe?", "May", False),
        ("有几个闹钟", "闹钟", True),
        ("What is it?", "", False),
        ("What is it?", "—", False),
    ],
)
def test_leaks(text: str, answer: str, held: bool) -> None:
    case = Case(says={"en-US": ("Harmless.", text)}, check=OnlyChanged(), oracle=lambda _hand: None)
    assert bool(list(leaks(case, answer))) == held


def state(page: str = "", **settings: str) -> State:
    return State(settings={"global": settings}, rows={}, files={}, package="app", page=page, now=0)


def test_which_step_did_it() -> None:
    assert decisive([state(), state(a="1"), state(a="1"), state("home", a="1")]) == 1
    assert decisive([state(), state(a="1"), state(a="1", b="2")]) == 2
    assert decisive([state(), state("list"), state("list")]) == 1
    assert decisive([state(), state()]) == 1


def test_a_check_that_takes_anything_is_careless() -> None:
    before = state(a="1")
    rows = {name: ({"_id": 1},) for name in ("sms", "notes")}
    seen = Evidence(before.model_copy(update={"rows": rows}), before.model_copy(update={"rows": rows}))
    assert not careless(OnlyChanged(), seen)
    assert not careless(OnlyChanged(rows=["sms"]), seen)
    assert "notes" in careless(OnlyChanged(rows=["*"], settings=["*"]), seen)


# the record and the command


def gate_of(one: Suite, *defects: Defect) -> Gate:
    return Gate(
        suite=one.name,
        version=one.version,
        digest=one.digest,
        phone="phone",
        seeds=(1, 2, 3, 4, 5),
        tasks=len(one),
        episodes=9,
        seconds=1.0,
        defects=defects,
        oracle_steps={},
        checked=0.0,
    )


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A place for records of its own."""
    monkeypatch.setattr(tasks.gate, "gate_file", lambda _suite: tmp_path / "broken.json")
    return tmp_path / "broken.json"


def test_what_a_record_allows(kept: Path) -> None:
    assert standing(SUITE)[0] is False
    kept.write_text("{")
    assert "cannot be read" in standing(SUITE)[1]
    write_gate(gate_of(SUITE), kept)
    assert standing(SUITE)[0] is True
    write_gate(gate_of(SUITE, Defect(task="a", seed=1, fault="weak", reason="")), kept)
    assert "1 defect" in standing(SUITE)[1]
    write_gate(gate_of(part("sound_switch")), kept)
    assert "has changed" in standing(SUITE)[1]


def command(monkeypatch: pytest.MonkeyPatch, gate: Gate, *words: str) -> tuple[int, str]:
    """`check`, with a check that is over at once."""
    monkeypatch.setattr(tasks.suites, "suite", lambda _name: SUITE)
    monkeypatch.setattr(tasks.gate, "check_suite", lambda *_given, **_more: gate)
    ran = CliRunner().invoke(app, ["check", "broken", *words])
    return ran.exit_code, ran.stdout


def test_only_a_whole_check_is_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = gate_of(SUITE)
    assert command(monkeypatch, good, "--task", "sound_switch")[0] == 0
    assert command(monkeypatch, good, "--seed", "1")[0] == 0
    assert not kept.exists()
    assert command(monkeypatch, good)[0] == 0
    assert Gate.model_validate_json(kept.read_bytes()) == good


def test_what_the_command_says(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = gate_of(SUITE, Defect(task="a", seed=1, fault="left_behind", who="random", reason="evil\x1b[2J"))
    code, words = command(monkeypatch, bad)
    assert code == 1
    assert "a (seed 1): left behind, shown by random: evil\\x1b[2J" in words
    code, words = command(monkeypatch, bad, "--json")
    assert code == 1
    assert json.loads(words)["defects"][0]["fault"] == "left_behind"
    assert kept.exists()


def test_no_such_task() -> None:
    with pytest.raises(BadSuite, match="nothing_like_it"):
        check_suite(SUITE, only=("nothing_like_it",))
    assert CliRunner().invoke(app, ["check", "nothing_like_it"]).exit_code == 2


def test_a_check_that_is_stopped_leaves_no_record() -> None:
    record = gate_file(suite("phone_basics"))
    before = record.read_bytes() if record.exists() else None
    words = [sys.executable, "-m", "tasks", "check", "phone_basics", "--jobs", "1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(6)
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=120)
    assert process.returncode == 130, complained
    assert said == ""
    assert "Stopped by the user." in complained
    assert (record.read_bytes() if record.exists() else None) == before
