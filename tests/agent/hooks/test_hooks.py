"""Hooks in the loop: what they are told, what they change, how they fail, and that the recording says all of it."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import jsonschema
import pytest
from hook_bench import FINISH, TAP, Bench

from agent.asked import asked
from agent.decision import Act
from agent.dialects import dialect
from agent.episode import Decided, Hooked, NotPerformed, Outcome, Performed
from agent.errors import BadHook
from agent.hooks import (
    AfterDecide,
    AfterPerform,
    AtEnd,
    BeforeDecide,
    BeforeObserve,
    BeforePerform,
    Edit,
    Event,
    Hook,
    Log,
    Result,
    Stop,
    Veto,
)
from agent.hooks.loading import HookName, open_hook, open_hooks
from agent.loop import FRESH
from agent.macro import write_macro
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from agent.recording.schema import schema_text
from agent.recording.verifying import State, verify
from agent.replay.decisions import Agreement, redecide
from agent.replay.grade import Grade
from agent.replay.source import read_source
from agent.replay.strict import replay_strict
from agent.training.export.rows import LeftOut, rows
from agent.view import write_view
from devices.actions import Press, Tap
from devices.errors import DeviceLost
from devices.scripted import ScriptedDevice

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "sample-hooks"
ELSEWHERE = Tap(x=0.9, y=0.9)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "episode")


def test_a_hook_is_told_every_moment_in_order(bench: Bench) -> None:
    told: list[Event] = []
    ended = bench.run([TAP, FINISH], told.append)
    assert ended.outcome is Outcome.FINISHED
    assert [(event.moment, event.step) for event in told] == [
        ("before_observe", 1),
        ("after_observe", 1),
        ("before_decide", 1),
        ("after_decide", 1),
        ("before_perform", 1),
        ("after_perform", 1),
        ("before_observe", 2),
        ("after_observe", 2),
        ("before_decide", 2),
        ("after_decide", 2),
        ("at_end", 2),
    ]
    assert all(event.screen.file.is_file() for event in told if isinstance(event, BeforeDecide | BeforePerform))
    assert bench.hooked == []  # one that only lets things go on leaves no line
    assert bench.episode.header.options == {"hooks": "list.append"}


def test_a_veto_is_recorded_told_to_the_model_and_not_performed(bench: Bench) -> None:
    class Guard(Hook):
        def before_perform(self, event: BeforePerform) -> Result | None:
            return Veto(reason="not on my watch.") if event.step == 1 else None

    after: list[AfterPerform] = []
    ended = bench.run([TAP, TAP, FINISH], Guard(), lambda event: _keep(after, event))
    assert ended.outcome is Outcome.FINISHED
    assert bench.device.performed == [Tap(x=0.447, y=0.081)]
    first, second, _ = bench.episode.steps
    assert first.done == NotPerformed(step=1, why="vetoed", message="Guard: not on my watch.")
    assert isinstance(first.reply, Decided)
    assert first.settled is None
    assert [(hooked.hook, hooked.moment, hooked.did) for hooked in first.hooked] == [("Guard", "before_perform", "vetoed")]
    assert isinstance(second.done, Performed)
    assert "Tap Settings (not allowed: Guard: not on my watch)" in bench.shown(1)
    assert [event.step for event in after] == [2]
    assert verify(bench.directory).state is State.INTACT
    assert [move.step for move in read_source(bench.directory).moves] == [2]


def _keep(kept: list[AfterPerform], event: Event) -> None:
    if isinstance(event, AfterPerform):
        kept.append(event)


def test_lines_of_hooks_fit_the_published_schema(bench: Bench) -> None:
    def all_of_it(event: Event) -> Result | None:
        match event:
            case BeforeDecide():
                return Edit(instruction="open the clock")
            case AfterDecide(step=1):
                return Edit(action=ELSEWHERE)
            case BeforePerform(step=2):
                return Veto(reason="no")
            case BeforePerform(step=3):
                return Stop(reason="enough")
            case AtEnd():
                raise RuntimeError
            case _:
                return Log(text="so far so good")

    bench.run([TAP, TAP, TAP], all_of_it)
    check = jsonschema.Draft202012Validator(json.loads(schema_text()))
    for line in (bench.directory / "episode.jsonl").read_text("utf-8").splitlines():
        check.validate(json.loads(line))
    assert {hooked.did for hooked in bench.hooked} == {"vetoed", "edited", "logged", "stopped", "failed"}
    assert verify(bench.directory).state is State.INTACT


def test_vetoes_do_not_go_on_for_ever(bench: Bench) -> None:
    replies = [f'Action: {{"action": "tap", "point": [{x}, 500]}}' for x in range(100, 600, 100)]
    ended = bench.run(replies, _veto_every_action)
    assert (ended.outcome, ended.steps) == (Outcome.STUCK, 4)
    assert bench.device.performed == []


def _veto_every_action(event: Event) -> Result | None:
    return Veto(reason="no") if isinstance(event, BeforePerform) else None


def test_a_decision_to_end_can_be_vetoed_too(bench: Bench) -> None:
    def unconvinced(event: Event) -> Result | None:
        ends = isinstance(event, AfterDecide) and event.step == 1
        return Veto(reason="the light is still off") if ends else None

    ended = bench.run([FINISH, TAP, FINISH], unconvinced)
    assert (ended.outcome, ended.steps) == (Outcome.FINISHED, 3)
    assert "Done (not allowed: test_a_decision_to_end_can_be_vetoed_too" in bench.shown(1)
    assert [move.step for move in read_source(bench.directory).moves] == [2]
    assert [step.history for step in asked(bench.episode)] == [(), *_histories(bench)]


def _histories(bench: Bench) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for step in bench.episode.steps:
        found.append((*found[-1], *filter(None, [step.history])))
    return found[1:-1]


@pytest.mark.parametrize("moment", [AfterDecide, BeforePerform])
def test_an_edit_keeps_the_decision_and_what_was_done_apart(bench: Bench, moment: type, tmp_path: Path) -> None:
    def elsewhere(event: Event) -> Result | None:
        return Edit(action=ELSEWHERE) if isinstance(event, moment) and event.step == 1 else None

    bench.run([TAP, FINISH], elsewhere)
    assert bench.device.performed == [ELSEWHERE]
    step = bench.episode.steps[0]
    assert isinstance(step.reply, Decided)
    assert step.reply.decisions == (Act(action=Tap(x=0.447, y=0.081)),)
    assert (step.instead, step.decision) == (ELSEWHERE, Act(action=ELSEWHERE))
    (hooked,) = bench.hooked
    assert (hooked.did, hooked.action, hooked.moment) == ("edited", ELSEWHERE, moment.moment)
    assert "Tap Settings (done instead: tap 90.0%, 90.0%)" in bench.shown(1)
    (move,) = read_source(bench.directory).moves
    assert (move.action, move.fraction) == (ELSEWHERE, (0.9, 0.9))
    write_view(bench.directory, tmp_path / "page.html")
    assert "edited: tap 90.0%, 90.0%" in (tmp_path / "page.html").read_text("utf-8")
    assert write_macro(bench.directory, tmp_path / "again.py") == 1
    assert "Tap(x=0.9, y=0.9)" in (tmp_path / "again.py").read_text("utf-8")
    again = ScriptedDevice([screen.convert("RGB") for screen in _screens(bench)])
    with Recorder(tmp_path / "again") as recorder:
        verdict = replay_strict(bench.directory, again, recorder, patience=0.2)
    assert verdict.grade is Grade.VERIFIED
    assert again.performed == [ELSEWHERE]


def _screens(bench: Bench):  # type: ignore[no-untyped-def]
    source = read_source(bench.directory)
    assert source.final is not None
    return [source.frame(source.moves[0].before), source.frame(source.final)]


def test_hooks_are_asked_in_order_and_see_what_those_before_them_changed(bench: Bench) -> None:
    seen: list[object] = []

    def first(event: Event) -> Result | None:
        return Edit(action=ELSEWHERE) if isinstance(event, BeforePerform) else None

    def second(event: Event) -> Result | None:
        if not isinstance(event, BeforePerform):
            return None
        seen.append(event.action)
        return Edit(action=Press(key="back"))

    def third(event: Event) -> Result | None:
        return Veto(reason="enough") if isinstance(event, BeforePerform) else None

    def never(event: Event) -> Result | None:
        assert not isinstance(event, BeforePerform)
        return None

    bench.run([TAP, FINISH], first, second, third, never)
    assert seen == [ELSEWHERE]
    assert [hooked.did for hooked in bench.hooked] == ["edited", "edited", "vetoed"]
    assert bench.device.performed == []
    assert bench.episode.header.options["hooks"].count(",") == 3


def test_an_edited_instruction_reaches_one_prompt_and_the_recording_asks_the_same_again(bench: Bench) -> None:
    def whisper(event: Event) -> Result | None:
        edit = isinstance(event, BeforeDecide) and event.step == 2
        return Edit(instruction="open the settings of the clock") if edit else None

    bench.run([TAP, TAP, FINISH], whisper)
    told = [bench.shown(number) for number in range(3)]
    assert ["open the settings of the clock" in text for text in told] == [False, True, False]
    assert [step.instruction for step in asked(bench.episode)] == [
        "open settings",
        "open the settings of the clock",
        "open settings",
    ]
    model = ScriptedModel([TAP, TAP, FINISH])
    assert [step.agreement for step in redecide(bench.directory, model)] == [Agreement.SAME] * 3
    assert [_texts(prompt) for prompt in model.prompts] == [_texts(prompt) for prompt in bench.model.prompts]


def _texts(prompt):  # type: ignore[no-untyped-def]
    return [part.text for part in prompt.user if hasattr(part, "text")]


def test_a_data_set_leaves_out_what_hooks_have_changed(bench: Bench) -> None:
    def change(event: Event) -> Result | None:
        match event:
            case BeforePerform(step=1):
                return Veto(reason="no")
            case BeforePerform(step=2):
                return Edit(action=ELSEWHERE)
            case AfterDecide(step=4):
                return Veto(reason="not yet")
            case _:
                return None

    bench.run([TAP, TAP, TAP, FINISH, FINISH], change)
    made = list(
        rows(
            bench.directory,
            bench.episode,
            "one",
            dialect("qwen2_vl"),
            lambda name, _: f"images/{name}.png",
            brief=True,
            boxes=False,
        )
    )
    assert [row.reason if isinstance(row, LeftOut) else row.verb for row in made] == [
        "a hook did not allow it",
        "something else was done instead",
        "tap",
        "a hook did not allow it",
        "finish",
    ]


@pytest.mark.parametrize("outcome", [Outcome.NEEDS_USER, Outcome.GAVE_UP, Outcome.REFUSED, Outcome.CANCELLED])
def test_a_hook_stops_the_episode(bench: Bench, outcome: Outcome) -> None:
    def stop(event: Event) -> Result | None:
        return Stop(reason="it is late", outcome=outcome) if isinstance(event, BeforePerform) else None

    ended = bench.run([TAP, FINISH], stop)
    assert ended.outcome is outcome
    assert ended.message.endswith("stopped the episode: it is late")
    assert bench.device.performed == []
    assert bench.hooked[0].did == "stopped"


def test_a_hook_that_waits_before_a_look_makes_it_a_new_one(bench: Bench) -> None:
    def wait(event: Event) -> None:
        if isinstance(event, BeforeObserve) and event.step == 2:
            time.sleep(1.1 * FRESH)

    bench.run([TAP, TAP, FINISH], wait)
    first, second, third = bench.episode.steps
    assert first.settled is not None
    assert second.observed is not None
    assert second.settled is not None
    assert third.observed is not None
    assert second.observed.frame.sequence > first.settled.frame.sequence
    assert third.observed.frame.sequence == second.settled.frame.sequence


def test_a_hook_cannot_claim_that_the_task_is_done() -> None:
    with pytest.raises(ValueError, match="finished"):
        Stop(reason="looks fine", outcome=Outcome.FINISHED)  # type: ignore[arg-type]


def test_what_a_hook_logs_is_in_the_recording(bench: Bench) -> None:
    bench.run([FINISH], lambda event: Log(text=f"at {event.moment}"))
    assert [hooked.message for hooked in bench.hooked] == [
        "at before_observe",
        "at after_observe",
        "at before_decide",
        "at after_decide",
        "at at_end",
    ]


class Broken(Hook):
    def __init__(self, error: BaseException | object, safety: bool = False) -> None:
        self.error = error
        self.safety = safety
        self.calls = 0

    def before_perform(self, event: BeforePerform) -> Result | None:
        self.calls += 1
        if isinstance(self.error, BaseException):
            raise self.error
        return self.error  # type: ignore[return-value]


FAULTS = [
    (ValueError("no\nsense"), "it raised ValueError: no sense"),
    (SystemExit(3), "it raised SystemExit: 3"),
    (KeyboardInterrupt(), "it raised KeyboardInterrupt"),
    (TimeoutError("mine"), "it raised TimeoutError: mine"),
    ("go", "it returned str, which is no result of a hook"),
    (Edit(instruction="now"), "the instruction can be edited at before_decide, not at before_perform"),
]


@pytest.mark.parametrize(("error", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_hook_that_fails_is_recorded_and_not_asked_again(bench: Bench, error: object, message: str) -> None:
    hook = Broken(error)
    ended = bench.run([TAP, TAP, FINISH], hook)
    assert ended.outcome is Outcome.FINISHED
    assert hook.calls == 1
    assert [(hooked.did, hooked.message) for hooked in bench.hooked] == [("failed", message)]
    assert len(bench.device.performed) == 2


@pytest.mark.parametrize(("error", "message"), FAULTS[:1])
def test_a_safety_hook_that_fails_stops_the_episode(bench: Bench, error: object, message: str) -> None:
    ended = bench.run([TAP, FINISH], Broken(error, safety=True))
    assert ended.outcome is Outcome.NEEDS_USER
    assert message in ended.message
    assert bench.device.performed == []


@pytest.mark.parametrize("safety", [False, True])
def test_a_hook_that_takes_too_long_is_given_up(bench: Bench, safety: bool) -> None:
    free = threading.Event()

    class Slow(Hook):
        seconds = 0.1

        def before_perform(self, event: BeforePerform) -> Result | None:
            free.wait(20)
            return Veto(reason="too late to count")

    hook = Slow()
    hook.safety = safety
    try:
        ended = bench.run([TAP, FINISH], hook)
    finally:
        free.set()
    assert ended.outcome is (Outcome.NEEDS_USER if safety else Outcome.FINISHED)
    assert [(hooked.did, hooked.message) for hooked in bench.hooked] == [("failed", "it took longer than 0.1 s")]
    assert len(bench.device.performed) == (0 if safety else 1)
    assert bench.hooked[0].seconds["hook"] == pytest.approx(0.1, abs=2)


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        ([FINISH], Outcome.FINISHED),
        ([TAP, DeviceLost("gone")], Outcome.DEVICE_LOST),
        ([KeyboardInterrupt()], Outcome.CANCELLED),
        ([TAP], Outcome.MODEL_FAILED),
        (["?", "?", "?"], Outcome.UNPARSABLE),
    ],
)
def test_the_end_is_told_however_it_comes(bench: Bench, replies: list[str], outcome: Outcome) -> None:
    told: list[Event] = []

    def last(event: Event) -> Result | None:
        told.append(event)
        return Log(text="the end") if isinstance(event, AtEnd) else None

    ended = bench.run(replies, last)
    assert ended.outcome is outcome
    assert isinstance(told[-1], AtEnd)
    assert told[-1].outcome is outcome
    assert isinstance(bench.lines[-2], Hooked)
    assert not any(thread.name.startswith("hook ") and thread.is_alive() for thread in _settled_threads())


def _settled_threads() -> list[threading.Thread]:
    for thread in threading.enumerate():
        if thread.name.startswith("hook "):
            thread.join(2)
    return threading.enumerate()


def test_ctrl_c_while_a_hook_thinks_ends_the_episode_at_once(bench: Bench) -> None:
    class Interrupted(Hook):
        seconds = None

        def before_perform(self, event: BeforePerform) -> Result | None:
            raise KeyboardInterrupt

    ended = bench.run([TAP, FINISH], Interrupted())
    assert ended.outcome is Outcome.CANCELLED
    assert bench.device.performed == []


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("", "names no hook"),
        ("gentle", "names no hook"),
        ("no_such_module:x", "ModuleNotFoundError"),
        ("gentle:rough", "has no rough"),
        ("gentle:gentle,a=1", "takes no options"),
        ("gentle:SLOWEST", "is no hook"),
        ("nowhere/at_all.py:x", "There is no file"),
        ("agent.hooks:Hook,a", "no option"),
        ("agent.hooks:Hook,a=1", "TypeError"),
        ("agent.hooks.barrier:LightBarrier", "needs one of"),
        ("agent.hooks.barrier:LightBarrier,file=x,deadline=soon", "number of seconds"),
        ("agent.hooks.asking:AskBeforeSend,words=|", "names no word"),
        ("wrecked:x", "it raised SystemExit: 0"),
        ("exec:", "names no program"),
        ("exec:/nowhere/at/all", "names no program"),
        ('exec:"', "cannot be read as a command"),
    ],
)
def test_a_hook_that_does_not_load_is_one_sentence(
    spec: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wrecked.py").write_text("raise SystemExit(0)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(SAMPLES)
    with pytest.raises(BadHook, match=message) as caught:
        open_hook(spec)
    assert "\n" not in str(caught.value)


def test_the_sample_that_edits_makes_strokes_slower(bench: Bench) -> None:
    swipe = 'Action: {"action": "swipe", "from": [500, 700], "to": [500, 300]}'
    with open_hooks([HookName(f"{SAMPLES}/gentle.py:gentle", safety=True)]) as hooks:
        ended = bench.run([swipe, FINISH], *hooks)
    assert ended.outcome is Outcome.FINISHED, ended.message
    (done,) = bench.device.performed
    assert getattr(done, "seconds", None) == 1.0
    assert bench.hooked[0].action == done
