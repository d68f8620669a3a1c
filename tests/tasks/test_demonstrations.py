"""Demonstrations for training: the phone in this process does what the driven one does, and the screens say what is true."""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent.decision import Act, Answer, Finish
from agent.dialects import dialect
from agent.errors import UnknownModel
from agent.models.base import Model
from agent.models.registry import ModelOptions, open_model
from agent.models.scripted import ScriptedModel
from agent.prompt import Prompt
from agent.training.goals import Step
from agent.training.screens import RESERVED
from devices.actions import Tap, Type
from tasks import suites
from tasks.checks import Evidence
from tasks.hand import Memory

ROOT = Path(__file__).resolve().parents[2]
TASKS = ("bluetooth", "new_note", "delete_file", "add_to_cart", "send_message", "calculate")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_an_oracle_reaches_its_goal_on_the_phone_in_this_process(locale: str) -> None:
    from devices.phone.options import PhoneOptions
    from tasks.desk import Desk, Look
    from tasks.oracle import next_step

    basics = suites.suite("phone_basics")
    desk = Desk(PhoneOptions(seed=4711, clock="stepped", locale=locale))  # type: ignore[arg-type]
    try:
        for name in TASKS:
            case = basics.tasks[name].make(random.Random(1), desk.fresh)
            for line in case.prepare:
                desk.shell(line)
            before, memory = desk.state(), Memory()
            answer = None
            for _ in range(basics.tasks[name].steps):
                step = next_step(case.oracle, Look(desk).hand(memory))
                match step.decision:
                    case Act(action=action):
                        desk.do(action)
                    case Answer(text=answer):
                        break
                    case _:
                        assert step.decision == Finish()
                        break
            finding = case.check(Evidence(before, desk.state(), answer))
            assert finding.passed, f"{name}: {finding.reason}"
            desk.back()
            assert desk.state().rows == desk.fresh.rows
    finally:
        desk.phone.close()


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """One shard as the command writes it."""
    directory = tmp_path_factory.mktemp("demonstrations")
    command = [sys.executable, "-m", "tasks.demonstrations", str(directory), "--shards", "1"]
    subprocess.run(command, check=True, capture_output=True, timeout=100, cwd=ROOT)
    (lines,) = directory.glob("shard-*.jsonl")
    assert (directory / f"{lines.stem}.png").stat().st_size > 64 * 1000
    return [json.loads(line) for line in lines.read_text("utf-8").splitlines()]


def test_every_reply_can_be_read_and_points_into_its_box(shard: list[dict[str, object]]) -> None:
    replies = 0
    for screen in shard:
        for query in screen["queries"]:  # type: ignore[attr-defined]
            parsed = dialect("qwen2_vl").parse(query["reply"], width=1080, height=2400)
            replies += 1
            if query["box"] and isinstance(action := getattr(parsed.decisions[0], "action", None), Tap):
                left, top, right, bottom = query["box"]
                assert left <= action.x <= right
                assert top <= action.y <= bottom
                inner = query["switch"]
                assert left <= inner[0] < inner[2] <= right
                assert top <= inner[1] < inner[3] <= bottom
    assert replies > 64 * 3


def test_an_episode_grows_its_history_and_ends_in_finish_or_answer(shard: list[dict[str, object]]) -> None:
    goals = [screen["queries"][0] for screen in shard]  # type: ignore[index]
    assert not any(goal["named"] for goal in goals)
    ends = [goal for goal in goals if '"action": "finish"' in goal["reply"] or '"action": "answer"' in goal["reply"]]
    assert ends
    for before, after in itertools.pairwise(goals):
        if before["instruction"] == after["instruction"] and len(after["history"]) > len(before["history"]):
            assert after["history"][: len(before["history"]) - 1] == before["history"][:-1]
            assert len(after["history"]) == len(before["history"]) + 1


def test_no_other_task_claims_to_be_done_and_names_are_asked_without_history(shard: list[dict[str, object]]) -> None:
    for screen in shard:
        _, *others = screen["queries"]  # type: ignore[misc,attr-defined]
        for query in others:
            assert '"finish"' not in query["reply"]
            assert not (query["named"] and query["history"])


def test_reserved_worlds_are_never_drawn() -> None:
    from tasks.demonstrations import options

    seeds = {options(random.Random(number)).seed for number in range(300)}
    assert len(seeds) > 250
    assert not any(seed in RESERVED for seed in seeds)


def test_texts_are_read_where_they_stand(shard: list[dict[str, object]]) -> None:
    readings = [
        query
        for screen in shard
        for query in screen["queries"]  # type: ignore[attr-defined]
        if query["read"]
    ]
    assert len(readings) > 64
    for query in readings:
        x, y = (int(number) / 1000 for number in re.findall(r"\d+(?=[,\]])", query["instruction"]))
        left, top, right, bottom = query["box"]
        assert left - 0.001 <= x <= right + 0.001
        assert top - 0.001 <= y <= bottom + 0.001


def test_a_student_leads_and_the_oracle_says_what_is_right(tmp_path: Path) -> None:
    from tasks.demonstrations import demonstrations
    from tasks.student import KeptReplies, Student

    class Heard(Student):
        def step(self, *asked: Any) -> Step | None:
            said = super().step(*asked)
            own.extend([] if said is None else [" ".join(said.thought.split()).rstrip(".")])
            return said

    def led(model: Model) -> list[Any]:
        with closing(demonstrations(random.Random(5), Heard(model))) as source:
            return [next(source).queries for _ in range(12)]

    own: list[str] = []
    kept = tmp_path / "replies.jsonl"
    with open_model("pocket", ModelOptions(device="cpu")) as pocket:
        screens = led(KeptReplies(lambda: pocket, kept))
    told = [line.removesuffix(" (the screen did not change)") for queries in screens for line in queries[0].history[-1:]]
    assert len(told) > 6
    assert len(set(told) & set(own)) >= len(set(told)) / 2
    assert not any('"wait"' in queries[0].reply for queries in screens)
    # What it said was kept, so that the same screens come without it.
    assert led(KeptReplies(_nobody, kept)) == screens


def _nobody() -> Model:
    raise UnknownModel("nobody is asked")


def test_a_reply_that_was_cut_off_in_its_file_is_asked_for_again(tmp_path: Path) -> None:
    from tasks.student import KeptReplies

    asked = Prompt(system="", user=(), opening="")
    path = tmp_path / "replies.jsonl"
    path.write_text('{"name": "x", "dialect": "qwen2_vl"}\n"Thought: one"\n"Thought: tw', "utf-8")
    model = KeptReplies(lambda: ScriptedModel(["Thought: two"]), path)
    assert model.info.name == "x"
    assert [model.decide(asked).text for _ in range(2)] == ["Thought: one", "Thought: two"]
    again = KeptReplies(_nobody, path)
    assert [again.decide(asked).text for _ in range(2)] == ["Thought: one", "Thought: two"]
    with pytest.raises(UnknownModel):
        again.decide(asked)


def test_a_student_that_there_is_not_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tasks.demonstrations", str(tmp_path), "--shards", "1", "--student", "no/such model"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=ROOT)
    assert done.returncode == 2
    assert "no/such model" in done.stderr
    assert "Traceback" not in done.stderr


def test_texts_that_nobody_has_heard_are_typed_into_the_field_that_has_the_focus() -> None:
    from devices.phone.options import PhoneOptions
    from tasks.demonstrations import _to_type
    from tasks.desk import Desk, Look

    draw = random.Random(3)
    desk = Desk(PhoneOptions(seed=4711, clock="stepped", names="invented"))
    try:
        desk.phone.start("com.android.contacts", "edit", {})
        typed = list(_to_type(Look(desk), "en-US", draw))
        assert len(typed) == 2
        for asked, step in typed:
            assert isinstance(step.decision, Act)
            action = step.decision.action
            assert isinstance(action, Type)
            assert action.text in asked
            assert step.thought == f"Type {action.text}."
            desk.do(action.model_copy(update={"clear": True}))
            assert action.text in [node.text for node in Look(desk).scene.tree.walk()]
    finally:
        desk.phone.close()


def test_an_answer_knows_where_it_was_read() -> None:
    from agent.training.goals import Scene
    from devices.phone.tree import Node
    from tasks.demonstrations import _source

    text = "android.widget.TextView"
    nodes = (Node(text, text="Yoga mat for $27.99"), Node(text, text="$27.99"), Node(text, text="$7.99"))
    scene = Scene(Node("android.view.View", children=nodes), 1080, 2400, 420, "", "")
    assert _source("$27.99", scene) is nodes[1]
    assert _source("three of them", scene) is None
