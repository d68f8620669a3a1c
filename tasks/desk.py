"""A phone in this very process with its shell, and what an oracle sees of it: for training, where a socket would be too slow.

Knows the phone. Does not know models or suites.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from agent.training.goals import Scene
from agent.training.screens import scene_of
from devices.actions import Action, DoubleTap, Drag, LongPress, Press, Scroll, Swipe, Tap, Type, Wait
from devices.android.gestures import KEYCODES, plan
from devices.android.keyboard import ADB_KEYBOARD, CLEAR, broadcasts
from devices.android.text import normal, typable, typing_commands
from devices.phone.adbd.shell import Shell
from devices.phone.commands import Handset, commands
from devices.phone.options import PhoneOptions
from tasks.hand import ABOVE, Hand, Memory
from tasks.state import State, read_state

if TYPE_CHECKING:
    from devices.phone.phone import Phone

FOUND = "as-found"


class Desk:
    """A phone in this process with its shell."""

    def __init__(self, options: PhoneOptions) -> None:
        from devices.phone.phone import Phone

        self.phone: Phone = Phone(options)
        self.locale = options.locale
        handset = Handset(self.phone)
        self._shell = Shell(commands(handset), self.phone.files, {"PATH": "/system/bin", "PWD": "/"}, handset.jobs)
        self.shell("settings put global animator_duration_scale 0")
        self.found()

    def found(self) -> None:
        """What the phone is now is what back() leads to, and what tasks are made for."""
        self.phone.snapshot(FOUND)
        self.fresh = self.state()

    def shell(self, line: str) -> str:
        """Run one line; what it prints, with its complaints."""
        out = io.BytesIO()
        self._shell.run(line, io.BytesIO(), out, out, threading.Event())
        return out.getvalue().decode(errors="replace")

    def state(self) -> State:
        """What the phone remembers now."""
        return read_state(self.shell)

    def back(self) -> None:
        """As found."""
        self.phone.restore(FOUND)

    def do(self, action: Action) -> None:
        """What the driver would do."""
        width, height = self.phone.size
        match action:
            case Tap() | DoubleTap() | LongPress() | Swipe() | Drag() | Scroll():
                for line in plan(action, width, height).commands:
                    self.shell(line)
            case Press(key=key):
                self.shell(f"input keyevent {KEYCODES[key]}")
            case Type(text=text, clear=clear, submit=submit):
                for line in self._typing(normal(text), clear=clear):
                    self.shell(line)
                if submit:
                    self.shell(f"input keyevent {KEYCODES['enter']}")
            case Wait(seconds=seconds):
                self.phone.advance(seconds)
            case _:
                raise ValueError(f"no oracle makes {action!r}")

    def _typing(self, text: str, *, clear: bool) -> Sequence[str]:
        """As the driver types: through ADBKeyboard for a while where it has to be."""
        if typable(text) and not clear:
            return typing_commands(text)
        before = self.shell("settings get secure default_input_method").strip()
        clearing = [CLEAR] if clear else []
        return (f"ime set {ADB_KEYBOARD}", *clearing, *broadcasts(text), f"ime set {before}")


@dataclass
class Look:
    """One screen with what all who are asked about it share."""

    desk: Desk

    @cached_property
    def whole(self) -> Scene:
        """Everything on the screen, bars and keyboard with it."""
        return scene_of(self.desk.phone)

    @cached_property
    def scene(self) -> Scene:
        """What an oracle is shown: the window that has the focus, and what lies above it; see tasks/oracle.py."""
        root, _ = self.desk.phone.window()
        here = {node.identifier for node in root.walk()}
        above = tuple(
            replace(node, children=()) if node.identifier == "keyboard" else node
            for node in self.whole.tree.walk()
            if node.identifier in ABOVE - here
        )
        return replace(self.whole, tree=replace(root, children=(*root.children, *above)))

    @cached_property
    def state(self) -> State:
        """The state."""
        return self.desk.state()

    def hand(self, memory: Memory) -> Hand:
        """For one oracle."""
        return Hand(self.scene, lambda: self.state, self.desk.locale, memory)
