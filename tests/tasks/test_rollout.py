"""One episode of a suite: what comes of it, and what its recording says. Phone and model are fakes, the rest is real."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from PIL import Image

from agent.episode import Episode, Outcome
from agent.errors import ModelError, ModelFailed
from agent.models.base import ModelInfo, Reply
from agent.models.scripted import ScriptedModel
from agent.recording import read_episode
from agent.recording.verifying import State as Recorded
from agent.recording.verifying import verify
from devices.errors import DeliveryUnknown, DeviceError, DeviceLost
from devices.scripted import ScriptedDevice
from tasks.checks import Check, Evidence, Finding, Setting
from tasks.results import InstanceId, Verdict
from tasks.rollout import LONGEST_VALUE, MOST_CHANGES, Rollout, evidence, rollout
from tasks.session import SetUpFailed
from tasks.state import State
from tasks.task import Case, Task
from tasks.worker import lost, recording_of

WAIT = 'Action: {"action": "wait", "time": 0}'
TAP = 'Thought: Tap it.\nAction: {"action": "tap", "point": [447, 81]}'
FINISH = 'Action: {"action": "finish", "message": "It is done."}'
ANSWER = 'Action: {"action": "answer", "text": "42"}'


def state(**settings: str) -> State:
    return State(settings={"global": settings}, rows={}, files={}, package="com.example", page="home", now=0)


class FakeSession:
    """A phone with one setting, which the agent's touches turn on if it works. Says what is done to it."""

    seed, locale, spec = 7, "en-US", "phone:seed=7"

    def __init__(
        self,
        *,
        after: State | DeviceError | None = None,
        prepare: DeviceError | None = None,
        tear_down: DeviceError | None = None,
        perform: dict[int, DeviceError] | None = None,
    ) -> None:
        screens = [Image.new("RGB", (30, 60), (number * 20, 0, 0)) for number in range(9)]
        self.device = ScriptedDevice(screens, perform_errors=perform)
        self.fresh = state(on="0")
        self.said: list[str] = []
        self._after, self._prepare, self._tear_down = after or state(on="1"), prepare, tear_down

    def prepare(self, case: Case, fault: str = "") -> State:
        self.said.append("prepare")
        if self._prepare:
            raise self._prepare
        return self.fresh

    def state(self) -> State:
        if isinstance(self._after, DeviceError):
            raise self._after
        return self._after

    def tear_down(self) -> None:
        self.said.append("tear_down")
        if self._tear_down:
            raise self._tear_down


def task(check: Check | None = None, steps: int = 5) -> Task:
    def make(draw: random.Random, fresh: State) -> Case:
        return Case(
            says={"en-US": ("Turn it on.", "switch it on")},
            check=check or Setting("global", "on", "1"),
            oracle=lambda hand: None,
            prepare=("settings put global on 0",),
        )

    return Task("turn_on", make, steps, ("com.example", "com.other"), tags=("switch",))


def instance(**changes: object) -> InstanceId:
    return InstanceId(suite="s", version=2, task="turn_on", seed=7).model_copy(update=changes)


def episode_of(folder: Path) -> Episode:
    assert verify(folder).state is Recorded.INTACT
    return read_episode(folder)


def carried_out(
    folder: Path, *replies: str | Reply | BaseException, session: FakeSession | None = None, sure: float = 0, **more: object
) -> Rollout:
    session = session or FakeSession()
    info = ModelInfo("scripted", "qwen2_vl", sure=sure)
    done = rollout(session, task(**more), instance(), lambda *_: ScriptedModel(replies, info=info), folder)  # type: ignore[arg-type]
    assert session.said[-1] == "tear_down"
    return done


def test_success_is_what_the_check_says(tmp_path: Path) -> None:
    done = carried_out(tmp_path / "e", TAP, FINISH)
    found = done.result
    assert (found.verdict, found.claimed, found.steps, found.budget) == (Verdict.SUCCESS, True, 2, 5)
    assert (found.instruction, found.apps, found.tags) == ("switch it on", ("com.example", "com.other"), ("switch",))
    assert found.episode == "episodes/e"
    assert done.delivered
    assert not done.spoiled
    episode = episode_of(tmp_path / "e")
    assert episode.check == "passed"
    (checked,) = episode.checks
    assert checked.reason == found.reason
    assert checked.by == "tasks s 2"
    assert checked.evidence == {
        "front": "com.example home",
        "changes": [{"kind": "setting", "place": "global/on", "before": "0", "after": "1"}],
    }


def test_the_recording_says_how_to_do_the_same_again(tmp_path: Path) -> None:
    carried_out(tmp_path / "e", FINISH)
    header = episode_of(tmp_path / "e").header
    assert (header.device, header.model, header.max_steps) == ("phone:seed=7", "scripted", 5)
    options = {"suite": "s", "version": "2", "task": "turn_on", "seed": "7", "locale": "en-US", "repeat": "0", "attempt": "1"}
    assert header.options.items() >= {**options, "apps": "com.example,com.other"}.items()
    assert json.loads(header.options["prepare"]) == ["settings put global on 0"]


def test_false_done(tmp_path: Path) -> None:
    found = carried_out(tmp_path / "e", FINISH, session=FakeSession(after=state(on="0"))).result
    assert (found.verdict, found.false_done) == (Verdict.FAILURE, True)
    assert episode_of(tmp_path / "e").check == "failed"


def test_missed_done(tmp_path: Path) -> None:
    found = carried_out(tmp_path / "e", *[TAP] * 5).result
    assert (found.verdict, found.outcome, found.missed_done) == (Verdict.SUCCESS, Outcome.STEP_LIMIT, True)


def test_an_answer_reaches_the_check_and_words_without_one_do_not(tmp_path: Path) -> None:
    def check(seen: Evidence) -> Finding:
        return Finding(seen.answer == "42", f"said {seen.answer!r}")

    found = carried_out(tmp_path / "e", ANSWER, check=check).result
    assert (found.verdict, found.answer) == (Verdict.SUCCESS, "42")
    assert episode_of(tmp_path / "e").checks[0].evidence["answer"] == "42"
    other = carried_out(tmp_path / "f", 'Action: {"action": "finish", "message": "42"}', check=check).result
    assert (other.verdict, other.reason, other.answer) == (Verdict.FAILURE, "said None", "")
    unsure = carried_out(tmp_path / "g", Reply(ANSWER, confidence=0.5), check=check, sure=0.9).result
    assert (unsure.verdict, unsure.outcome, unsure.answer) == (Verdict.SUCCESS, Outcome.NEEDS_USER, "42")
    assert unsure.missed_done


@pytest.mark.parametrize(
    ("session", "replies", "reason"),
    [
        (FakeSession(after=DeviceLost("The phone is gone.")), [TAP, FINISH], "The phone is gone."),
        (FakeSession(perform={1: DeviceLost("The link broke.")}), [TAP, TAP], "The link broke."),
        (FakeSession(perform={1: DeviceLost("First.")}, after=DeviceLost("Second.")), [TAP, TAP], "First."),
        (FakeSession(), [TAP, ModelFailed("Out of memory.")], "Out of memory."),
    ],
)
def test_what_breaks_is_an_error_and_on_record(
    tmp_path: Path, session: FakeSession, replies: list[str | BaseException], reason: str
) -> None:
    done = carried_out(tmp_path / "e", *replies, session=session)
    assert (done.result.verdict, done.result.reason) == (Verdict.ERROR, reason)
    assert done.delivered
    episode = episode_of(tmp_path / "e")
    assert (episode.check, episode.checks[0].reason) == ("error", reason)
    assert not done.result.false_done


def test_a_check_that_breaks_says_nothing_about_the_agent(tmp_path: Path) -> None:
    found = carried_out(tmp_path / "e", FINISH, check=lambda seen: Finding(bool(1 / 0), "")).result
    assert (found.verdict, found.reason) == (Verdict.ERROR, "The check broke: ZeroDivisionError: division by zero")
    assert episode_of(tmp_path / "e").check == "error"


def test_a_model_that_breaks_at_once_delivered_nothing(tmp_path: Path) -> None:
    done = carried_out(tmp_path / "e", ModelFailed("Out of memory."))
    assert done.result.verdict is Verdict.ERROR
    assert not done.delivered


def test_an_action_that_may_not_have_arrived_counts_as_delivered(tmp_path: Path) -> None:
    session = FakeSession(perform={0: DeliveryUnknown("No answer.")})
    assert carried_out(tmp_path / "e", TAP, ModelFailed("x"), session=session).delivered


def test_a_set_up_that_is_refused_leaves_no_recording(tmp_path: Path) -> None:
    done = carried_out(tmp_path / "e", session=FakeSession(prepare=SetUpFailed("The phone refused 'x'.")))
    assert (done.result.verdict, done.result.outcome, done.result.episode) == (Verdict.ERROR, None, "")
    assert not done.delivered
    assert not (tmp_path / "e").exists()


def test_a_model_that_cannot_be_had_leaves_no_recording(tmp_path: Path) -> None:
    def broken(*_: object) -> ScriptedModel:
        raise ModelError("No such script.")

    done = rollout(FakeSession(), task(), instance(), broken, tmp_path / "e")  # type: ignore[arg-type]
    assert (done.result.verdict, done.result.reason) == (Verdict.ERROR, "No such script.")
    assert not (tmp_path / "e").exists()


def test_a_maker_that_breaks_is_the_tasks_error(tmp_path: Path) -> None:
    def make(draw: random.Random, fresh: State) -> Case:
        raise LookupError("no contact")

    session = FakeSession()
    done = rollout(session, Task("turn_on", make, 5, ()), instance(), lambda *_: ScriptedModel([]), tmp_path / "e")  # type: ignore[arg-type]
    assert (done.result.verdict, done.result.reason) == (Verdict.ERROR, "The task broke: LookupError: no contact")
    assert session.said == []


def test_a_phone_that_cannot_be_put_back_is_not_used_again(tmp_path: Path) -> None:
    done = carried_out(tmp_path / "e", TAP, FINISH, session=FakeSession(tear_down=DeviceLost("gone")))
    assert done.spoiled
    assert done.result.verdict is Verdict.SUCCESS


def test_stages_add_up_over_steps(tmp_path: Path) -> None:
    found = carried_out(tmp_path / "e", TAP, TAP, FINISH).result
    steps = episode_of(tmp_path / "e").steps
    assert set(found.stages) == {"observe", "parse", "act", "settle"}
    for stage, seconds in found.stages.items():
        assert seconds == pytest.approx(sum(step.seconds.get(stage, 0.0) for step in steps))
    assert sum(found.stages.values()) <= found.seconds


def test_evidence_is_bounded() -> None:
    many = {f"k{number:04}": "x" for number in range(MOST_CHANGES + 7)}
    found = evidence(Evidence(state(), state(**many, a="y" * LONGEST_VALUE * 2)))
    changes = found["changes"]
    assert isinstance(changes, list)
    assert len(changes) == MOST_CHANGES
    assert found["more"] == 8
    assert isinstance(changes[0], dict)
    assert len(str(changes[0]["after"])) == LONGEST_VALUE


def test_a_worker_that_died_leaves_what_its_recording_tells(tmp_path: Path) -> None:
    asked = InstanceId(suite="phone_basics", version=1, task="bluetooth", seed=7)
    place = recording_of(tmp_path, asked)
    nothing = lost(asked, "The worker ended.", 2, place)
    assert (nothing.delivered, nothing.result.episode, nothing.result.attempts) == (False, "", 2)
    carried_out(place, TAP, FINISH)
    lines = (place / "episode.jsonl").read_bytes().splitlines(keepends=True)
    kinds = [json.loads(line)["line"] for line in lines]
    for keep, delivered in ((kinds.index("observed") + 1, False), (kinds.index("decided") + 1, True), (len(kinds), True)):
        (place / "episode.jsonl").write_bytes(b"".join(lines[:keep]) + lines[0][:20])
        (place / "seal.json").unlink(missing_ok=True)
        done = lost(asked, "The worker ended.", 1, place)
        assert done.delivered is delivered
        assert (done.result.verdict, done.result.instruction) == (Verdict.ERROR, "switch it on")
        assert done.result.episode == f"episodes/{place.name}"
    assert recording_of(tmp_path, asked).name == f"{asked.name}.2"
