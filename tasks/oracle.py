"""Models that cheat: they read the phone's tree over ADB and decide as a careful person would.

They show that every task can be done through the same prompt, reply grammar and driver as any model. They look at no pixel.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree

from agent.decision import Act, Answer, Finish
from agent.dialects import dialect
from agent.errors import ModelFailed
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Goal, Scene, Step
from devices.actions import Wait
from devices.phone.tree import Node
from tasks.hand import ABOVE, Chosen, Hand, Lost, Memory
from tasks.recovery import recover
from tasks.state import Shell, UnreadableState

LOOK = "uiautomator dump /dev/tty; echo; fingertip page; wm density; dumpsys input_method; fingertip tree"
"""Everything about the screen in one go, and nothing written to the phone."""
LOST = Step("It is not there yet: wait.", Act(action=Wait(seconds=1)))
"""Where the oracle sees no way on: an app may still be starting, or something be in between."""
XML = re.compile(r"<\?xml.*?</hierarchy>", re.DOTALL)
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
        begun = time.monotonic()
        step = next_step(self._oracle, self._look(self._memory))
        text = dialect(self.info.dialect).render(step.thought, step.decision)
        return Reply(text=text, seconds={"decode": time.monotonic() - begun})


def next_step(oracle: Callable[[Hand], str | None], hand: Hand) -> Step:
    """What an oracle does next, or what has to be done before; raises ModelFailed where it sees no way on."""
    try:
        answer = oracle(hand)
    except Chosen as chosen:
        return recover(hand, chosen.step)
    except Lost as lost:
        if hand.lost():
            raise ModelFailed(f"The oracle is lost: {lost}.") from lost
        return recover(hand, LOST)
    return Step("Everything is done.", Finish()) if answer is None else Step("This is the answer.", Answer(text=answer))


def read_scene(shell: Shell) -> Scene:
    """What is on the screen, by the phone's own account; raises DeviceError."""
    said = shell(LOOK)
    xml = XML.findall(said)
    if len(xml) != 2:
        raise UnreadableState(f"The device does not tell what is on its screen (it said {said.strip()[-200:]!r}).")
    root, everything = (_node(next(iter(ElementTree.fromstring(text)))) for text in xml)
    here = {node.identifier for node in root.walk()}
    above = tuple(
        replace(node, children=()) if node.identifier == "keyboard" else node  # its keys are no buttons of the app
        for node in everything.walk()
        if node.identifier in ABOVE - here
    )
    root = replace(root, children=(*root.children, *above))
    facts = XML.sub("", said).splitlines()
    package, _, page = next(line for line in facts if "." in line and "hierchary" not in line).strip().partition(" ")
    density = re.findall(r"density: (\d+)", "\n".join(facts))
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
        identifier=element.get("resource-id", "").partition(":id/")[2],
        bounds=(left, top, right, bottom),
        clickable=flag("clickable"),
        checkable=flag("checkable"),
        checked=flag("checked"),
        enabled=flag("enabled"),
        focused=flag("focused"),
        scrollable=flag("scrollable"),
        children=tuple(_node(child) for child in element),
    )


def _bounds(element: ElementTree.Element) -> Iterator[str]:
    found = BOUNDS.fullmatch(element.get("bounds", ""))
    return iter(found.groups() if found else ("0", "0", "0", "0"))
