"""What an oracle works with: the screen as it is now, the phone's state, and touches by name.

An oracle is a function of what is there now, written as a list of needs: each line either finds that it is met already, or
does the one touch that comes next, and with it ends the call. After the touch the oracle is asked again from its first line.
So it needs no memory, and wherever it is put, also far off the path, it finds back. What cannot be seen on the phone ("I have
read that mail") is remembered by marks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NoReturn

from agent.decision import Act, Decision
from agent.training.goals import RECENTS, SMALLEST_DP, Scene, Step
from devices.actions import Action, Key, LongPress, Press, Scroll, Swipe, Tap, Type, Wait
from devices.phone import manifest
from devices.phone.tree import Node
from tasks.state import State

FIELD = "android.widget.EditText"
ABOVE = frozenset({"incoming_call", "keyboard", "notification"})
"""Ids of what lies above the window that has the focus, and belongs to no app in front; see tasks/recovery.py."""
PATIENCE = 2
"""How often an oracle may see no way on before it gives up."""


class Chosen(Exception):
    """The oracle has decided; carries the step. Ends the call, as the rest of the oracle is not needed now."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.thought)
        self.step = step


class Lost(Exception):
    """The oracle sees no way on: what it looks for is not there. The task or the oracle is wrong."""


@dataclass
class Memory:
    """What an oracle keeps from one look to the next.

    marks: what it noted. swept: what it scrolled for -> the direction, and the screen that it left by scrolling. last: what
    was done last, and the screen that it was done on. lost: how often in a row there was no way on.
    """

    marks: set[str] = field(default_factory=set)
    swept: dict[str, tuple[str, str]] = field(default_factory=dict)
    last: tuple[Action, str] | None = None
    lost: int = 0


class Hand:
    """One look at the phone. locale: language of the phone: names are given in English and looked for in its words."""

    def __init__(self, scene: Scene, state: Callable[[], State], locale: str, memory: Memory) -> None:
        self.scene = scene
        self.locale = locale
        self._state = state
        self._memory = memory

    @cached_property
    def state(self) -> State:
        """What the phone remembers now."""
        return self._state()

    @property
    def package(self) -> str:
        """The app in front."""
        return self.scene.package

    @property
    def page(self) -> str:
        """Its page, by the phone's name for it."""
        return self.scene.page

    def say(self, text: str) -> str:
        """An English text of an app in the phone's language."""
        return manifest.translations(self.locale).get(text, text)

    # looking

    def find(self, name: str, *, part: bool = False, kind: str = "", nth: int = -1) -> Node | None:
        """What is called name and can be touched: the nth of them in drawing order, the topmost by default.

        part: name may be a part of what it is called. kind: end of its class ("Switch", "EditText").
        """
        names = {name, self.say(name)}  # a name out of the phone's content may also be a word of some app

        def called(node: Node) -> bool:
            if part:
                return any(wanted in node.name for wanted in names)
            return node.name in names or (node.text in names and node.kind != FIELD)  # what was typed is no name

        found = [
            node
            for node in self.scene.tree.walk()
            if _touchable(node) and called(node) and node.kind.endswith(kind) and self._big_enough(node) and self._free(node)
        ]
        return found[nth] if found and -len(found) <= nth < len(found) else None

    def sees(self, text: str, *, part: bool = False) -> bool:
        """Whether a text stands on the screen, to be touched or not."""
        return any(
            (wanted in shown if part else wanted == shown)
            for wanted in (text, self.say(text))
            for node in self.scene.tree.walk()
            for shown in (node.text, node.label)
        )

    def texts(self) -> list[str]:
        """All texts on the screen, in drawing order."""
        return [node.text for node in self.scene.tree.walk() if node.text]

    def fields(self) -> list[Node]:
        """The text fields on the screen from top to bottom."""
        return sorted((node for node in self.scene.tree.walk() if node.kind == FIELD), key=lambda node: node.bounds[1])

    # remembering

    def has(self, mark: str) -> bool:
        """Whether this was noted."""
        return mark in self._memory.marks

    def mark(self, mark: str) -> None:
        """Note what cannot be seen on the phone later on."""
        self._memory.marks.add(mark)

    def again(self, action: Action) -> bool:
        """Whether this very action was done last, on a screen that looked as it does now; True only every other time."""
        now = action, _fingerprint(self.scene.tree)
        before, self._memory.last = self._memory.last, now
        if before == now:
            self._memory.last = None
        return before == now

    def lost(self) -> bool:
        """Note that there is no way on; True once that lasts."""
        self._memory.lost += 1
        return self._memory.lost > PATIENCE

    # touching: each of these ends the call, unless there is nothing to do

    def do(self, thought: str, action: Action, target: Node | None = None) -> NoReturn:
        """Any action."""
        self._memory.lost = 0
        decision: Decision = Act(action=action)
        raise Chosen(Step(thought, decision, target))

    def app(self, package: str) -> None:
        """Be in an app: go home, find its icon, touch it."""
        if self.package == package:
            return
        label = manifest.by_package()[package].label
        if self.package != manifest.LAUNCHER or self.page == RECENTS:
            self.press("home")
        icon = self.find(label)
        if icon is not None:
            self.tap_node(icon, label)
        if self.find("Search apps", kind="EditText"):  # all apps are shown already, and it lies further down
            self.tap(label)
        self.all_apps()

    def all_apps(self) -> NoReturn:
        """From the home screen to all apps."""
        self.do("Swipe up for all apps.", Swipe(x=0.5, y=0.7, to_x=0.5, to_y=0.3))

    def tap(self, name: str, *, part: bool = False, kind: str = "", nth: int = -1) -> NoReturn:
        """Touch what is called name; scrolls to it where it is not to be seen."""
        self.tap_node(self.reach(name, part=part, kind=kind, nth=nth), name)

    def tap_node(self, node: Node, name: str = "") -> NoReturn:
        """Touch the middle of a node."""
        x, y = self.place(node)
        self.do(f"Tap {self.say(name or node.name)}.", Tap(x=x, y=y), node)

    def hold(self, name: str, *, part: bool = False, nth: int = -1) -> NoReturn:
        """Touch what is called name and hold."""
        node = self.reach(name, part=part, nth=nth)
        x, y = self.place(node)
        self.do(f"Hold {self.say(name)}.", LongPress(x=x, y=y), node)

    def press(self, key: Key) -> NoReturn:
        """Press a key."""
        self.do({"back": "Go back.", "home": "Go home.", "enter": "Press Enter."}.get(key, f"Press {key}."), Press(key=key))

    def switch(self, name: str, on: bool, *, part: bool = False) -> None:
        """Have a switch or a box in a state."""
        node = self.reach(name, part=part)
        if node.checked != on:
            self.tap_node(node, name)

    def slide(self, name: str, share: float, value: str) -> None:
        """Have a slider at a share of its way, where its value reads so."""
        node = self.reach(name, kind="SeekBar")
        if node.text != value:
            left, top, right, bottom = node.bounds
            x = left + min(0.995, max(0.005, share)) * (right - left)
            self.do(f"Set {self.say(name)}.", Tap(x=x / self.scene.width, y=(top + bottom) / 2 / self.scene.height), node)

    def write(self, text: str, *, name: str = "", nth: int = 0, submit: bool = False) -> None:
        """Have a text in a field: the one called name, or the nth from the top. submit: and press Enter where it is typed."""
        found = self.find(name, kind="EditText") if name else None
        fields = self.fields()
        if found is None and not name and -len(fields) <= nth < len(fields):
            found = fields[nth]
        if found is None:
            found = self.reach(name, kind="EditText")
        if found.text == text:
            return
        if not found.focused:
            self.tap_node(found, name or "the field")
        self.do(f"Type {text}.", Type(text=text, clear=bool(found.text), submit=submit), found)

    def hide_keyboard(self) -> None:
        """Have no keyboard on the screen."""
        if self.scene.keyboard:
            self.press("back")

    def reach(self, name: str, *, part: bool = False, kind: str = "", nth: int = -1) -> Node:
        """What is called name, now on the screen: scrolls down for it, then up. Raises Lost where it is nowhere."""
        node = self.find(name, part=part, kind=kind, nth=nth)
        if node is not None:
            return node
        if not any(node.scrollable for node in self.scene.tree.walk()):
            raise Lost(f"{name!r} is not on {self.package} {self.page!r}, and nothing scrolls there")
        key = f"{self.package} {self.page} {name}"
        here = _fingerprint(self.scene.tree)
        direction, left = self._memory.swept.get(key, ("down", ""))
        if left == here:  # the end was reached, or the app is slow
            self._memory.swept[key] = (direction, f"{here}|waited")
            self.do("Nothing has moved yet: wait.", Wait(seconds=2))
        if left == f"{here}|waited":  # the end was reached: the last scroll changed nothing
            if direction == "up":
                del self._memory.swept[key]  # whatever comes up later is looked through anew
                raise Lost(f"{name!r} is nowhere on {self.package} {self.page!r}")
            direction = "up"
        self._memory.swept[key] = (direction, here)
        shown = self.say(name)
        if direction == "up":
            self.do(f"Scroll up to {shown}.", self._stroke("up"))
        self.do(f"Scroll down to {shown}.", self._stroke("down"))

    def place(self, node: Node) -> tuple[float, float]:
        """The middle of a node as fractions of the frame."""
        column, row = node.centre
        return (column + 0.5) / self.scene.width, (row + 0.5) / self.scene.height

    def _stroke(self, direction: Literal["up", "down"]) -> Action:
        """Scroll by half a screen; by a stroke of the finger inside the list where that is lower."""
        tallest = max(
            (node for node in self.scene.tree.walk() if node.scrollable), key=lambda node: node.bounds[3] - node.bounds[1]
        )
        _, top, _, bottom = tallest.bounds
        if top <= self.scene.height / 4 and bottom >= self.scene.height * 3 / 4:
            return Scroll(direction=direction)
        x, y = self.place(tallest)
        half = 0.4 * (bottom - top) / self.scene.height
        start, end = (y + half, y - half) if direction == "down" else (y - half, y + half)
        return Swipe(x=x, y=start, to_x=x, to_y=end)

    def _free(self, node: Node) -> bool:
        """Whether nothing of the app that is drawn later, such as a round button, lies over its middle."""
        column, row = node.centre
        place = next((number for number, one in enumerate(self._drawn) if one is node), len(self._drawn))
        below = {id(one) for one in node.walk()}
        return not any(
            _touchable(one) and id(one) not in below and _holds(one, column, row) for one in self._drawn[place + 1 :]
        )

    @cached_property
    def _drawn(self) -> list[Node]:
        """The window's nodes in drawing order, without what lies above it."""
        aside = {id(below) for node in self.scene.tree.walk() if node.identifier in ABOVE for below in node.walk()}
        return [node for node in self.scene.tree.walk() if id(node) not in aside]

    def _big_enough(self, node: Node) -> bool:
        left, top, right, bottom = node.bounds
        smallest = SMALLEST_DP * self.scene.density / 160
        return right - left >= smallest and bottom - top >= smallest


def _touchable(node: Node) -> bool:
    return node.clickable or node.kind == FIELD


def _holds(node: Node, column: int, row: int) -> bool:
    left, top, right, bottom = node.bounds
    return left <= column < right and top <= row < bottom


def _fingerprint(root: Node) -> str:
    return "|".join(f"{node.bounds}{node.text}{node.checked}" for node in root.walk())
