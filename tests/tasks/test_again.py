"""Episodes of a suite done again on real phones: set-up, every action, and the task's own check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.recording import Recorder, read_episode
from agent.replay.grade import Grade
from devices.android.server import PrivateServer
from tasks.again import options_for, read_recorded, replay_task
from tasks.bodies.phone import PhoneSession
from tasks.cli.app import app
from tasks.oracle import TaskOracle
from tasks.results import InstanceId, Verdict
from tasks.rollout import rollout
from tasks.suites import suite as find_suite

GOLDEN = Path(__file__).resolve().parent.parent.parent / "recordings" / "golden"


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateServer]:
    with closing(PrivateServer()) as made:
        yield made


def record(server: PrivateServer, task: str, folder: Path) -> Path:
    suite = find_suite("phone_basics")
    one = InstanceId(suite=suite.name, version=suite.version, task=task, seed=9000)
    with PhoneSession(server, seed=9000, options=suite.options) as session:
        result = rollout(
            session, suite.tasks[task], one, lambda phone, case: TaskOracle(case.oracle, phone.look), folder
        ).result
    assert result.verdict is Verdict.SUCCESS, result.reason
    return folder


@pytest.fixture(scope="module")
def bluetooth(server: PrivateServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(server, "bluetooth", tmp_path_factory.mktemp("episodes") / "bluetooth")


def test_the_same_phone_does_it_again_and_the_check_agrees(bluetooth: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["replay", str(bluetooth), "--record", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["grade"], found["halted_at"]) == ("VERIFIED", None)
    assert read_episode(Path(found["episode"])).check == "passed"


def test_another_phone_reaches_the_checked_goal(server: PrivateServer, bluetooth: Path, tmp_path: Path) -> None:
    recorded = read_recorded(bluetooth)
    options = options_for(recorded, "phone:size=720x1600,theme=dark")
    assert (options["size"], options["theme"], options["clock"]) == ("720x1600", "dark", "stepped")
    with PhoneSession(server, seed=recorded.id.seed, options=options) as session, Recorder(tmp_path / "again") as recorder:
        again = replay_task(recorded, session, recorder, "lenient")
    assert (again.verdict.grade, again.done) == (Grade.VERIFIED, True), again.verdict.reason


def test_the_answer_of_a_question_is_the_recorded_one(server: PrivateServer, tmp_path: Path) -> None:
    recorded = read_recorded(record(server, "price", tmp_path / "price"))
    assert recorded.answer
    with PhoneSession(server, seed=9000, options=recorded.options) as session, Recorder(tmp_path / "again") as recorder:
        assert replay_task(recorded, session, recorder, "strict").verdict.grade is Grade.VERIFIED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": "99"}, "was recorded with version 99 of phone_basics"),
        ({"task": "no_such_task"}, "was recorded with version"),
        ({"suite": "no_such_suite"}, "There is no suite"),
        ({"seed": "many"}, "holds no episode of a suite"),
    ],
)
def test_what_is_no_episode_of_this_suite_is_one_sentence(
    bluetooth: Path, tmp_path: Path, change: dict[str, str], words: str
) -> None:
    episode = read_episode(bluetooth)
    assert episode.opened
    with Recorder(tmp_path / "changed") as recorder:
        recorder.write(episode.header.model_copy(update={"options": {**episode.header.options, **change}}))
        recorder.write(episode.opened)
    done = CliRunner().invoke(app, ["replay", str(tmp_path / "changed"), "--record", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_an_episode_without_a_task_and_a_phone_that_is_none_are_one_sentence(bluetooth: Path, tmp_path: Path) -> None:
    for words, said in (
        ([str(GOLDEN / "turn-on-bluetooth")], "holds no episode of a suite"),
        ([str(bluetooth), "--device", "adb:1"], "Suites of the phone run on --device phone"),
        ([str(bluetooth), "--device", "phone:seed=3"], "seed is set by the run itself"),
        ([str(tmp_path)], str(tmp_path)),
    ):
        done = CliRunner().invoke(app, ["replay", *words, "--record", str(tmp_path)])
        assert (done.exit_code, done.stdout) == (2, ""), done.stderr
        assert said in done.stderr.replace("\n", " ")
