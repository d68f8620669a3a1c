"""Models that cheat: they read the phone's tree over ADB and decide as a careful person would.

They show that every task can be done through the same prompt, reply grammar and driver as any model. They look at no pixel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from agent.decision import Answer, Finish
from agent.dialects import dialect
from agent.errors import ModelFailed
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Goal, Scene, Step
from devices.phone.tree import Node
from tasks.hand import Chosen, Hand, Lost, Memory
from tasks.state import Shell, UnreadableState

LOOK = "uiautomator dump /dev/tty; echo; fingertip page; wm density; dumpsys input_method"
"""Everything about the screen in one go, and nothing written to the phone."""
XML = re.compile(r"<\?xml.*</hierarchy>", re.DOTALL)
BOUNDS = re.compile(r"\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]")


class OracleModel(Model):
    """Decides by the goal that it was made for, on the phone behind shell. Thinks nothing of the prompt."""

    def __init__(self, goal: Goal, shell: Shell) -> None:
        self._goal = goal
        self._shell = shell

    @property
    def info(self) -> ModelInfo:
        """It speaks the dialect of Qwen2-VL."""
        return ModelInfo(name="oracle", dialect="qwen2_vl")

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it knows better)
        """The next step as a reply; raises DeviceError where the phone does not answer."""
        step = self._goal.next_step(read_scene(self._shell))
        return Reply(text=dialect(self.info.dialect).render(step.thought, step.decision))


class TaskOracle(Model):
    """Decides by a task's own oracle. look: what it sees now; keeps its memory for one episode."""

    def __init__(self, oracle: Callable[[Hand], str | None], look: Callable[[Memory], Hand]) -> None:
        self._oracle = oracle
        self._look = look
        self._memory = Memory()

    @property
    def info(self) -> ModelInfo:
        """It speaks the dialect of Qwen2-VL."""
        return ModelInfo(name="oracle", dialect="qwen2_vl")

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it knows better)
        """The next step as a reply; raises DeviceError where the phone does not answer, ModelFailed where it is lost."""
        step = next_step(self._oracle, self._look(self._memory))
        return Reply(text=dialect(self.info.dialect).render(step.thought, step.decision))


def next_step(oracle: Callable[[Hand], str | None], hand: Hand) -> Step:
    """What an oracle does next; raises ModelFailed where it sees no way on."""
    try:
        answer = oracle(hand)
    except Chosen as chosen:
        return chosen.step
    except Lost as lost:
        raise ModelFailed(f"The oracle is lost: {lost}.") from lost
    return Step("Everything is done.", Finish()) if answer is None else Step("This is the answer.", Answer(text=answer))


def read_scene(shell: Shell) -> Scene:
    """What is on the screen, by the phone's own account; raises DeviceError."""
    said = shell(LOOK)
    xml = XML.search(said)
    if xml is None:
        raise UnreadableState(f"The device does not tell what is on its screen (it said {said.strip()[-200:]!r}).")
    root = _node(next(iter(ElementTree.fromstring(xml[0]))))
    facts = said[xml.end() :].splitlines()
    package, _, page = next(line for line in facts if "." in line and "hierchary" not in line).strip().partition(" ")
    density = re.findall(r"density: (\d+)", said[xml.end() :])
    _, _, width, height = root.bounds
    return Scene(root, width, height, int(density[-1]), package, page, "mInputShown=true" in said)


def _node(element: ElementTree.Element) -> Node:
    def flag(name: str) -> bool:
        return element.get(name) == "true"

    left, top, right, bottom = (int(number) for number in _bounds(element))
    return Node(
        element.get("class", ""),
        text=element.get("text", ""),
        label=element.get("content-desc", ""),
        bounds=(left, top, right, bottom),
        clickable=flag("clickable"),
        checkable=flag("checkable"),
        checked=flag("checked"),
        enabled=flag("enabled"),
        scrollable=flag("scrollable"),
        children=tuple(_node(child) for child in element),
    )


def _bounds(element: ElementTree.Element) -> Iterator[str]:
    found = BOUNDS.fullmatch(element.get("bounds", ""))
    return iter(found.groups() if found else ("0", "0", "0", "0"))
