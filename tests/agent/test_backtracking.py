"""A model that goes round in circles: what the loop does for it, and what the recording says of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from agent.asked import asked
from agent.backtracking import BACK, HOME, Backtracking
from agent.decision import Act
from agent.episode import Decided, Ended, Hooked, NotPerformed, Outcome
from agent.hooks import BeforePerform, Event, Hook, Log, Result, Veto
from agent.hooks.base import Call
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.base import ModelInfo
from agent.models.checkpoint import MANIFEST, Manifest
from agent.models.qwen2_vl import LocalQwen2VL
from agent.models.scripted import ScriptedModel
from agent.prompt import Picture, Prompt, Untrusted
from agent.recording import Recorder, read_episode
from agent.replay.grade import Grade
from agent.replay.source import read_source
from agent.replay.strict import replay_strict
from agent.view import write_view
from devices.actions import Action, Press, Tap, Wait
from devices.frame import Frame
from devices.scripted import ScriptedDevice

LAUNCHER, LISTED, WRONG, DONE = range(4)
"""Pages, by their colour: home, the app's list, a page of the app that is the wrong one, and what is looked for."""
POLICY = {
    LAUNCHER: 'Thought: Tap Notes.\nAction: {"action": "tap", "point": [500, 500]}',
    LISTED: 'Thought: Tap Shopping.\nAction: {"action": "tap", "point": [500, 200]}',
    WRONG: 'Thought: Go home.\nAction: {"action": "press", "key": "home"}',
    DONE: 'Thought: Everything is done.\nAction: {"action": "finish"}',
}
WAIT = 'Thought: It is not there yet: wait.\nAction: {"action": "wait", "seconds": %s}'
MISS = 'Thought: Tap Save.\nAction: {"action": "tap", "point": [900, 900]}'
OPEN, CHOOSE, VAIN = Tap(x=0.5, y=0.5), Tap(x=0.5, y=0.2), Tap(x=0.9, y=0.9)


def page(done: Sequence[Action]) -> int:
    """Where a phone is after these actions, which has an app open on the wrong page."""
    here, app = WRONG, WRONG
    for action in done:
        match here, action:
            case _, Press(key="home"):
                here = LAUNCHER
            case 0, Tap():
                here = app
            case 2, Press(key="back"):
                here = app = LISTED
            case 1, Tap(y=0.2):
                here = app = DONE
            case _:
                pass
    return here


def frame(colour: int) -> Frame:
    return Frame(image=Image.new("RGB", (30, 60), (colour % 256, colour // 256, 7)))


class Bench:
    """One episode on that phone."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def run(self, policy: dict[int, str | Callable[[], str]], *hooks: Hook | Call, backtracks: bool = True) -> Ended:
        self.device = ScriptedDevice(lambda count: frame(page(self.device.performed)).image)

        def decide(prompt: Prompt) -> str:
            (picture,) = (part.image for part in prompt.user if isinstance(part, Picture))
            said = policy[picture.tobytes()[0]]
            return said if isinstance(said, str) else said()

        self.model = ScriptedModel(decide, info=ModelInfo("scripted", "qwen2_vl", brief=True, backtracks=backtracks))
        with Recorder(self.directory) as recorder:
            return run_episode(
                "open my shopping list",
                self.device,
                self.model,
                recorder,
                limits=Limits(steps=12, settle=0.1),
                hooks=hooks,
            )

    def told(self, prompt: int) -> list[str]:
        """The history in one prompt."""
        return [part.text for part in self.model.prompts[prompt].user if isinstance(part, Untrusted)][1:]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "episode")


def test_an_app_that_opens_on_the_wrong_page_again_is_left_by_going_back(bench: Bench, tmp_path: Path) -> None:
    assert bench.run(dict(POLICY)).outcome is Outcome.FINISHED
    assert bench.device.performed == [HOME, OPEN, BACK, CHOOSE]
    assert bench.told(3) == [" Go home;", " Tap Notes;", " Go back;"]
    episode = read_episode(bench.directory)
    step = episode.steps[2]
    assert isinstance(step.reply, Decided)
    assert step.reply.decisions == (Act(action=HOME),)
    assert (step.instead, step.decision, step.history) == (BACK, Act(action=BACK), "Go back")
    (line,) = [hooked for one in episode.steps for hooked in one.hooked]
    assert (line.hook, line.did, line.message) == ("backtracking", "edited", "Go back")
    assert [len(one.history) for one in asked(episode)] == [0, 1, 2, 3, 4]
    write_view(bench.directory, tmp_path / "page.html")
    assert "it goes round in circles, so instead: press back" in (tmp_path / "page.html").read_text("utf-8")
    source = read_source(bench.directory)
    assert [move.action for move in source.moves] == bench.device.performed
    assert source.final is not None
    screens = [source.frame(shot) for shot in (*(move.before for move in source.moves), source.final)]
    again = ScriptedDevice([screen.convert("RGB") for screen in screens])
    with Recorder(tmp_path / "again") as recorder:
        assert replay_strict(bench.directory, again, recorder, patience=0.2).grade is Grade.VERIFIED


def test_a_model_that_does_not_ask_for_it_is_stuck(bench: Bench) -> None:
    assert bench.run(dict(POLICY), backtracks=False).outcome is Outcome.STUCK
    assert bench.device.performed == [HOME, OPEN, HOME, OPEN]
    assert not any(isinstance(line, Hooked) for step in read_episode(bench.directory).steps for line in step.hooked)


def test_it_waits_once_for_what_does_not_come(bench: Bench) -> None:
    seconds = iter(range(1, 9))
    assert bench.run({**POLICY, WRONG: lambda: WAIT % next(seconds)}).outcome is Outcome.FINISHED
    assert bench.device.performed == [Wait(seconds=1), BACK, CHOOSE]


def test_a_touch_that_changed_nothing_is_not_repeated(bench: Bench) -> None:
    assert bench.run({**POLICY, WRONG: MISS}).outcome is Outcome.FINISHED
    assert bench.device.performed == [VAIN, BACK, CHOOSE]
    assert bench.told(2) == [" Tap Save (the screen did not change);", " Go back;"]


def test_where_going_back_changes_nothing_it_goes_home_and_does_not_leave_that(bench: Bench) -> None:
    assert bench.run({**POLICY, WRONG: MISS, LISTED: MISS, LAUNCHER: WAIT % 1}).outcome is Outcome.STUCK
    assert bench.device.performed == [VAIN, BACK, VAIN, BACK, HOME, *[Wait(seconds=1)] * 2]


def test_a_hook_has_the_last_word(bench: Bench) -> None:
    def stays(event: Event) -> Result | None:
        return Veto(reason="stay here") if isinstance(event, BeforePerform) and event.action == BACK else None

    assert bench.run(dict(POLICY), stays).outcome is Outcome.STUCK
    assert BACK not in bench.device.performed
    vetoed = read_episode(bench.directory).steps[2]
    assert isinstance(vetoed.done, NotPerformed)
    assert (vetoed.done.why, vetoed.history) == (
        "vetoed",
        "Go home (not allowed: test_a_hook_has_the_last_word.<locals>.stays: stay here)",
    )


def test_no_hook_passes_for_the_loop(bench: Bench) -> None:
    class Impostor(Hook):
        name = "backtracking"

        def before_perform(self, event: BeforePerform) -> Result | None:
            return Log(text="I was here")

    bench.run(dict(POLICY), Impostor(), backtracks=False)
    assert {line.hook for step in read_episode(bench.directory).steps for line in step.hooked} == {"backtracking (hook)"}


ACTIONS = (HOME, BACK, OPEN, CHOOSE, Wait(seconds=1), Wait(seconds=2))


@given(some.lists(some.tuples(some.integers(0, 3), some.sampled_from(ACTIONS)), max_size=40))
def test_it_goes_back_and_home_at_most_once_from_a_screen_and_never_from_home(steps: list[tuple[int, Action]]) -> None:
    backtracking, homes, last = Backtracking(), set[int](), None
    put: list[tuple[int, Action]] = []
    for colour, wanted in steps:
        backtracking.saw(frame(colour))
        if last == HOME:
            homes.add(colour)
        last = backtracking.instead(frame(colour), wanted)
        if last != wanted:
            put.append((colour, last))
            assert colour not in homes
    assert all(action in (BACK, HOME) for _, action in put)
    assert len(put) == len(set(put))


def test_a_checkpoint_that_goes_round_in_circles(tiny: Path, tmp_path: Path) -> None:
    lost = copytree(tiny, tmp_path / "lost")
    (lost / MANIFEST).write_text(Manifest(backtracks=True).model_dump_json())
    with LocalQwen2VL(tiny) as plain, LocalQwen2VL(lost) as model:
        assert (plain.info.backtracks, plain.info.options.get("backtracks")) == (False, None)
        assert (model.info.backtracks, model.info.options["backtracks"]) == (True, "true")
