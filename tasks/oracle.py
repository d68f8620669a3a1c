"""A model that cheats: it reads the phone's tree over ADB and decides as a careful person would.

It shows that every trial can be done through the same prompt, reply grammar and driver as any model. It looks at no pixel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from agent.dialects import dialect
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Goal, Scene
from devices.phone.tree import Node
from tasks.trials import Shell

DUMP = "/sdcard/oracle.xml"
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


def read_scene(shell: Shell) -> Scene:
    """What is on the screen, by the phone's own account; raises DeviceError."""
    shell(f"uiautomator dump {DUMP}")
    root = _node(next(iter(ElementTree.fromstring(shell(f"cat {DUMP}")))))
    package, _, page = shell("fingertip page").strip().partition(" ")
    density = re.findall(r"density: (\d+)", shell("wm density"))
    keyboard = "mInputShown=true" in shell("dumpsys input_method")
    _, _, width, height = root.bounds
    return Scene(root, width, height, int(density[-1]), package, page, keyboard)


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
