"""Gymnasium environments: its own checker, real tasks on a real phone, two processes, and what numbers mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import gymnasium
import pytest
from gymnasium.utils.env_checker import check_env
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agent.decision import Act, Answer, AskUser, Decision, Finish
from agent.dialects import dialect
from devices.actions import KINDS, TOUCH_KINDS, Launch, Press, Scroll, Tap, Type
from devices.errors import ActionRefused, BadOption, DeviceError, ScreenBlack
from devices.scripted import ScriptedDevice
from tasks.environment import DEVICE, PHONE
from tasks.environment.screen import Screen
from tasks.environment.spaces import DIRECTIONS, KEYS, ORDER, action_space, decided, fitting, written
from tasks.environment.suite import SuiteEnv
from tasks.state import State
from tasks.task import BadSuite

SIZE = "360x800"
ALL = action_space(ORDER)
GO_ON = Act(action=Press(key="home"))


@pytest.fixture(scope="module")
def phone() -> Iterator[SuiteEnv]:
    with gymnasium.make(f"tasks.environment:{PHONE}", size=SIZE, render_mode="rgb_array") as env:
        yield cast(SuiteEnv, env.unwrapped)


def test_gymnasium_finds_nothing_wrong(phone: SuiteEnv) -> None:
    check_env(phone)


@pytest.mark.parametrize("task", ["new_note", "price"])
def test_who_does_the_task_gets_the_reward(task: str, phone: SuiteEnv) -> None:
    seen, info = phone.reset(seed=1, options={"task": task})
    assert (info["task"], info["seed"]) == (task, 0)
    assert seen["instruction"] == phone.case.instruction("en-US", 0)
    model = phone.session.oracle(phone.case)
    speech = dialect(model.info.dialect)
    rewards, over = [], False
    while not over:
        image = Image.fromarray(seen["screen"])
        prompt = speech.prompt(seen["instruction"], (), image, brief=True, actions=frozenset(TOUCH_KINDS))
        decision = speech.parse(model.decide(prompt).text, width=image.width, height=image.height).decisions[0]
        seen, reward, over, truncated, info = phone.step(phone.written(decision))
        rewards.append(reward)
        assert not truncated
    assert rewards == [0.0] * (len(rewards) - 1) + [1.0]
    assert info["success"]


def test_who_only_says_so_does_not(phone: SuiteEnv) -> None:
    phone.reset(options={"task": "new_note"})
    _, reward, terminated, truncated, info = phone.step(phone.written(Finish()))
    assert (reward, terminated, truncated, info["success"]) == (0.0, True, False, False)
    with pytest.raises(gymnasium.error.ResetNeeded, match=r"call reset\(\)"):
        phone.step(phone.written(GO_ON))


def test_the_budget_of_the_task_ends_the_episode(phone: SuiteEnv) -> None:
    _, info = phone.reset(options={"task": "font_size"})
    budget = phone._now.steps
    assert budget < 20
    for step in range(1, budget + 1):
        _, reward, terminated, truncated, info = phone.step(phone.written(GO_ON))
        assert (reward, terminated, truncated) == (0.0, False, step == budget)
        assert info["steps"] == step
    assert info["success"] is False


def test_the_same_seed_and_actions_give_the_same_again(phone: SuiteEnv) -> None:
    actions = (Launch(app="Clock"), Tap(x=0.5, y=0.5), Scroll(direction="down"), Press(key="recents"))
    seen: list[list[Any]] = []
    for _ in range(2):
        first, info = phone.reset(seed=5)
        seen.append([first["screen"].tobytes(), first["instruction"], info])
        for action in actions:
            found, *rest = phone.step(phone.written(Act(action=action)))
            seen[-1] += [found["screen"].tobytes(), *rest]
    assert seen[0] == seen[1]
    assert len({phone.reset()[1]["task"] for _ in range(4)}) > 1
    assert phone.render() is not None


def test_what_cannot_be_done_is_said_and_costs_a_step(phone: SuiteEnv) -> None:
    phone.reset(seed=1)
    nothing = phone.written(Act(action=Launch(app="x")))
    *_, info = phone.step({**nothing, "text": "  "})
    assert info["trouble"] == "This action cannot be done: app: String should have at least 1 character."
    *_, info = phone.step({**nothing, "text": "Nonsense"})
    assert info["trouble"].startswith("No package is known for the app 'Nonsense'")
    assert (info["action"], info["steps"]) == ("launch Nonsense", 2)


def test_a_screen_that_is_off_is_black(phone: SuiteEnv) -> None:
    phone.reset(seed=1)
    power = phone.written(Act(action=Press(key="power")))
    seen, *_ = phone.step(power)
    assert not seen["screen"].any()
    seen, *_ = phone.step(power)
    assert seen["screen"].any()


def test_a_phone_that_is_lost_is_started_again(phone: SuiteEnv) -> None:
    phone.reset(seed=1)
    phone.session.close()
    with pytest.raises(DeviceError):
        phone.step(phone.written(GO_ON))
    with pytest.raises(gymnasium.error.ResetNeeded):
        phone.step(phone.written(GO_ON))
    seen, _ = phone.reset(seed=1)
    assert seen["screen"].any()


def test_two_processes_at_once() -> None:
    with pytest.raises(ValueError, match="shared_memory=False"):
        gymnasium.make_vec(PHONE, 2, "async", size=SIZE)
    envs = gymnasium.make_vec(PHONE, 2, "async", size=SIZE, vector_kwargs={"shared_memory": False})
    try:
        seen, info = envs.reset(seed=[1, 2])
        assert seen["screen"].shape == (2, 800, 360, 3)
        assert all(len(words) > 5 for words in seen["instruction"])
        assert len(set(info["task"])) == 2
        envs.action_space.seed(1)
        _, rewards, *_ = envs.step(envs.action_space.sample())
        assert rewards.tolist() == [0.0, 0.0]
    finally:
        envs.close()


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"suite": "nothing"}, "There is no suite 'nothing'"),
        ({"task": "nothing"}, "The suite phone_basics has no task 'nothing'"),
        ({"task": "new_note", "locale": "ar"}, "new_note can be asked for in en-US, zh-CN, and not in ar"),
        ({"device": "phone:seed=3"}, "seed is set by the run itself"),
        ({"render_mode": "ansi"}, "There is no render mode 'ansi'"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_refused_before_anything_starts(wish: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadSuite, match=sentence):
        SuiteEnv(**wish)


def test_reset_knows_its_options(phone: SuiteEnv) -> None:
    with pytest.raises(BadSuite, match=r"reset\(\) knows no option 'world'; it knows task, seed\."):
        phone.reset(options={"world": 3})


def test_any_device_is_an_environment(tmp_path: Path) -> None:
    for number in range(3):
        Image.new("RGB", (30, 60), (60 * number, 0, 0)).save(tmp_path / f"{number}.png")
    env = gymnasium.make(DEVICE, device=f"scripted:{tmp_path}", instruction="look", steps=3, render_mode="rgb_array")
    assert set(env.unwrapped.kinds) == KINDS | {"finish", "answer"}  # type: ignore[attr-defined]
    check_env(env.unwrapped, skip_render_check=True)
    seen, _ = env.reset()
    assert (seen["instruction"], seen["screen"].shape) == ("look", (60, 30, 3))
    nothing = written(GO_ON, env.unwrapped.kinds)  # type: ignore[attr-defined]
    assert [env.step(nothing)[3] for _ in range(3)] == [False, False, True]
    env.close()
    with pytest.raises(BadOption, match="no options at a reset"):
        env.unwrapped.reset(options={"task": "x"})


def test_a_screen_has_always_the_same_size() -> None:
    turned = Screen(ScriptedDevice([Image.new("RGB", (60, 30), (9, 9, 9))]), 30, 60).look()
    assert turned.shape == (60, 30, 3)
    assert (turned == 9).all()
    dark = ScriptedDevice([Image.new("RGB", (30, 60), (9, 9, 9))], observe_errors={0: ScreenBlack("It is black.")})
    assert not Screen(dark, 30, 60).look().any()
    refusing = ScriptedDevice([Image.new("RGB", (30, 60))], perform_errors={0: ActionRefused("No."), 1: ScreenBlack("It is.")})
    screen = Screen(refusing, 30, 60)
    assert screen.do(Tap(x=0, y=0)) == "No."
    with pytest.raises(ScreenBlack):
        screen.do(Tap(x=0, y=0))
    assert screen.do(Tap(x=0, y=0)) == ""


def test_every_kind_has_a_number() -> None:
    assert {*ORDER} == KINDS | {"finish", "answer"}
    kinds, space = action_space(KINDS)
    assert len(kinds) == len(KINDS)
    space.seed(3)
    for _ in range(50):
        raw = space.sample()
        try:
            found = decided(raw, kinds)
        except ValueError:
            assert kinds[raw["kind"]] in ("launch", "hotkey")
            continue
        assert isinstance(found, Act)
        assert found.action.kind == kinds[raw["kind"]]


@given(
    st.sampled_from(DIRECTIONS),
    st.sampled_from(KEYS),
    st.text(st.characters(exclude_categories=("C", "Z"), max_codepoint=0xFFFF), min_size=1, max_size=20),
    *[st.floats(0, 0.75, width=32)] * 2,
)
def test_what_is_written_is_what_is_done(direction: Any, key: Any, text: str, x: float, y: float) -> None:
    kinds, space = ALL
    for decision in cast(
        "list[Decision]",
        [
            *(
                Act(action=action)
                for action in (
                    Tap(x=x, y=y),
                    Scroll(x=x, y=y, direction=direction, amount=0.25),
                    Press(key=key),
                    Type(text=text, clear=True),
                    Launch(app=text),
                )
            ),
            Finish(),
            Answer(text=text),
        ],
    ):
        raw = written(decision, kinds)
        assert raw in space
        assert decided(raw, kinds) == decision


def test_what_the_space_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot say ask"):
        written(AskUser(question="May I?"), ORDER)
    with pytest.raises(ValueError, match="has no press"):
        written(Act(action=Press(key="home")), ("tap",))


def test_an_instruction_is_always_a_member() -> None:
    assert fitting("Größe 中文 🙂\x00") == "Größe 中文 ??"
    assert len(fitting("a" * 900)) == 500


def test_a_state_is_what_a_check_sees(phone: SuiteEnv) -> None:
    phone.reset(seed=1)
    assert isinstance(phone.session.state(), State)
