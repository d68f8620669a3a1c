"""Tasks on a real private desktop: what its state tells, what is refused, solutions through the driver, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.models.registry import ModelOptions
from agent.recording import read_episode
from devices.actions import Hotkey, Type
from devices.errors import BadOption
from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.place import a_place
from tasks.bodies.desktop.session import DesktopSession
from tasks.body import PHONE, Body, BodySuite, body_of
from tasks.checks import Evidence, Front
from tasks.found import Found
from tasks.hand import Lost, Memory
from tasks.results import InstanceId, Verdict
from tasks.session import SetUpFailed
from tasks.state import State, changes
from tasks.suites import suite as find_suite
from tasks.task import BadSuite, Case, Suite
from tasks.worker import Worker, WorkerSpec

SUITE = find_suite("desktop_basics")
SEED = 7


@pytest.fixture(scope="module")
def session() -> Iterator[DesktopSession]:
    with DesktopSession(seed=SEED) as opened:
        yield opened


@pytest.fixture
def desk(session: DesktopSession) -> Iterator[DesktopSession]:
    yield session
    session.tear_down()


def carry_out(session: DesktopSession, *lines: str) -> State:
    """Do what a task's set-up may do."""
    return session.prepare(Case(says={}, check=Front("nothing"), oracle=lambda _hand: None, prepare=lines))


def test_what_is_done_past_the_driver_is_what_the_state_tells(desk: DesktopSession) -> None:
    name = 'n\u00f6te "a" \\b.txt'
    after = carry_out(
        desk,
        f"text 'Documents/{name}' one 'two words'",
        "folder Music/live",
        "setting xsettings /Net/CursorBlink bool false",
        "mousepad org/xfce/mousepad/preferences/view/word-wrap true",
        "pcmanfm ui/show_hidden 1",
        "clipboard '42 \u732b'",
        f"windows mousepad 'Documents/{name}'",
    )
    assert {(one.kind, one.place) for one in changes(desk.fresh, after)} == {
        ("setting", "mousepad/org/xfce/mousepad/preferences/view/word-wrap"),
        ("setting", "pcmanfm/ui/show_hidden"),
        ("setting", "xsettings//Net/CursorBlink"),
        ("row", f"texts/Documents:{name}"),
        ("row", "clipboard/1"),
        ("row", "windows/Mousepad-1"),
        ("file", f"Documents/{name}"),
        ("file", "Music/live"),
    }
    assert (after.package, after.page) == ("Mousepad", f"~/Documents/{name} - Mousepad")
    assert [row["text"] for row in after.provider("texts") if row["path"] == f"Documents/{name}"] == ["one\ntwo words\n"]
    assert after.provider("clipboard")[0]["text"] == "42 \u732b"


def test_a_teardown_leaves_nothing_of_what_was_done(session: DesktopSession) -> None:
    found = Found.of(session, still=True)
    carry_out(session, "text x.txt left", "windows mousepad x.txt")
    frame = session.device.observe()
    session.device.perform(Type(text="left"), frame)
    session.device.perform(Hotkey(keys=("ctrl", "a")), frame)
    assert found.left(session)
    assert not found.shows(session)
    session.tear_down()
    assert found.left(session) == ()
    assert found.shows(session)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("text ../outside.txt x", "leads out of the home folder"),
        ("folder /tmp/outside", "leads out of the home folder"),
        ("setting xsettings /Net/CursorBlink bool maybe", "refused"),
        ("setting xsettings /Net/CursorBlink array 1", "There is no set-up line"),
        ("windows no-such-program-here", "cannot start"),
        ("windows false", "ended at once"),
        ("text 'open quote", "cannot be read"),
        ("sh -c true", "There is no set-up line"),
        ("", "There is no set-up line"),
    ],
)
def test_what_a_set_up_cannot_do_is_refused_in_one_sentence(session: DesktopSession, line: str, reason: str) -> None:
    with pytest.raises(SetUpFailed, match=reason) as refused:
        carry_out(session, line)
    assert "\n" not in str(refused.value)


def test_every_case_can_be_made_and_nothing_done_is_nothing_passed(desk: DesktopSession) -> None:
    for task in SUITE:
        case = task.case(SUITE.name, SEED, desk.fresh)
        assert task.case(SUITE.name, SEED, desk.fresh).says == case.says
        assert len(case.says["en-US"]) >= 2
        assert case.says["zh-CN"]
        if not any(line.startswith("windows") for line in case.prepare):  # those are slow; the suite's check has them all
            before = desk.prepare(case)
            assert not case.check(Evidence(before, before, "Done.")).passed
    assert len(SUITE) == 25


TRIED = ("rename_file", "sticky_keys", "calculate", "minimize_window")


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    folder = tmp_path_factory.mktemp("desktop")
    with closing(Worker(WorkerSpec(SUITE.name, "oracle", folder, ModelOptions()))) as made:
        yield made


@pytest.mark.parametrize("task", TRIED)
def test_solutions_go_through_the_driver(worker: Worker, task: str) -> None:
    done = worker.run(InstanceId(suite=SUITE.name, version=SUITE.version, task=task, seed=SEED))
    assert (done.result.verdict, done.result.reason) == (Verdict.SUCCESS, done.result.reason)
    assert done.result.steps <= SUITE.tasks[task].steps
    assert not done.spoiled


def test_who_does_nothing_fails_and_the_recording_says_on_what(tmp_path: Path) -> None:
    with closing(Worker(WorkerSpec(SUITE.name, "do_nothing", tmp_path, ModelOptions()))) as made:
        done = made.run(InstanceId(suite=SUITE.name, version=SUITE.version, task="status_bar", seed=SEED))
    assert done.result.verdict is Verdict.FAILURE
    header = read_episode(tmp_path / Path(done.result.episode).name).header
    assert header.device.startswith("desktop:private=yes,")
    assert json.loads(header.options["prepare"])[0].startswith("pcmanfm ui/show_statusbar")


# without a desktop


def test_a_suite_runs_on_a_phone_where_it_says_nothing_else() -> None:
    body = Body("toaster", "nowhere:nothing")
    plain, other = Suite("s", 1, "about"), BodySuite("s", 1, "about", body=body)
    assert body_of(plain) is PHONE
    assert body_of(other) is body
    assert plain.digest != other.digest
    assert other.digest != BodySuite("s", 1, "about", body=Body("toaster", "nowhere:nothing", code=("tasks.body",))).digest


@pytest.mark.parametrize("device", ["phone", "desktop:seed=4", "desktop:locale=de", "desktop:size="])
def test_a_device_that_is_not_the_suites_is_refused(device: str) -> None:
    with pytest.raises(BadSuite, match="--device"):
        body_of(SUITE).options(device)


def test_options_of_a_body_are_sorted_and_none_are_none() -> None:
    assert PHONE.options("phone:theme=dark,size=720x1600") == (("size", "720x1600"), ("theme", "dark"))
    assert PHONE.options("") == ()
    with pytest.raises(BadOption, match="monitors"):
        DesktopSession(seed=1, options={"monitors": "2"})


def test_two_places_are_two_and_the_first_is_free_again() -> None:
    with a_place() as first:
        first.mkdir()
        with a_place() as second:
            assert first != second
    assert not first.exists()
    with a_place() as again:
        assert again == first


def test_a_hand_that_finds_nothing_is_lost() -> None:
    nothing = DeskHand(windows=(), read=lambda _process: None, state=lambda: None, size=(9, 9), home="/", memory=Memory())  # type: ignore[arg-type,return-value]
    assert nothing.find("Save") is None
    with pytest.raises(Lost, match="Save"):
        nothing.there("Save")
    with pytest.raises(Lost, match="File"):
        nothing.menu("File", "Save")
