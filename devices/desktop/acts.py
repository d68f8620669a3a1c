"""What each action is on a desktop: moves, buttons, wheel, keys, text, programs.

Knows actions, a view (places), and a System (who does it). Does not know threads, deadlines or frames.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from devices.actions import (
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.base import Receipt
from devices.desktop.geometry import View
from devices.desktop.system import System
from devices.errors import ActionRefused
from devices.frame import Point

SECONDS_A_CHARACTER = 0.05
PRESSED = {
    "back": ("alt", "left"),
    "enter": ("enter",),
    "delete": ("backspace",),
    "tab": ("tab",),
    "escape": ("escape",),
    "menu": ("menu",),
    "volume_up": ("volume_up",),
    "volume_down": ("volume_down",),
    "recents": ("alt", "tab"),
}
"""What a phone's keys are on a desktop; `home` shows the bare desktop, and `power` is left to people."""


class Act:
    """One action on one view of a system; do() says what was done."""

    def __init__(self, system: System, view: View, sent: list[str], pause: Callable[[float], None]) -> None:
        self._system = system
        self._view = view
        self._sent = sent
        self._pause = pause
        self._pixels: list[tuple[int, int]] = []
        self._notes: list[str] = []

    def do(self, action: Action) -> Receipt:
        """Raises what Device.perform raises, and what a lost link raises."""
        pointer = self._system.pointer
        delivered = True
        match action:
            case Tap():
                pointer.click(self._at(action.x, action.y))
            case DoubleTap():
                pointer.click(self._at(action.x, action.y), times=2)
            case LongPress():
                pointer.hold(self._at(action.x, action.y), action.seconds)
            case Swipe() | Drag():
                ends = self._at(action.x, action.y), self._at(action.to_x, action.to_y)
                pointer.stroke(*ends, action.seconds, grip=isinstance(action, Drag))
            case Scroll():
                self._scroll(action)
            case Click():
                pointer.click(self._at(action.x, action.y), action.button)
            case Hover():
                pointer.move(self._at(action.x, action.y))
            case Hotkey():
                self._note(self._system.chord(action.keys))
            case Press():
                self._press(action)
            case Type():
                self._type(action)
            case Launch():
                launched = self._system.launch(action.app)
                self._sent.append(launched.words)
                delivered = launched.shown
                self._note("" if delivered else "no window of it has come to the front")
            case Wait():
                self._pause(action.seconds)
            case _:
                assert_never(action)
        return Receipt(
            sent=tuple(self._sent),
            pixels=tuple(self._pixels),
            delivered="yes" if delivered else "unknown",
            note="; ".join(self._notes),
        )

    def _at(self, x: float, y: float) -> tuple[int, int]:
        """Where the pointer goes for a place on the frame, and a line of the receipt about it."""
        column, row = Point(x, y).to_pixel(self._view.width, self._view.height)
        wanted = self._system.place(*self._view.point(column, row))
        place = self._system.pointer.beside_corners(wanted)
        if place != wanted:
            self._note("one pixel beside the corner, which is a person's emergency stop")
            x_of_desktop, y_of_desktop = self._view.point(column, row)
            column, row = self._view.pixel(x_of_desktop + place[0] - wanted[0], y_of_desktop)
        self._pixels.append((column, row))
        return place

    def _scroll(self, action: Scroll) -> None:
        place = self._at(action.x, action.y)
        across = action.direction in ("left", "right")
        span = self._view.area.width if across else self._view.area.height
        notches = max(1, round(action.amount * span / self._system.notch))
        towards = notches if action.direction in ("down", "right") else -notches
        self._system.pointer.wheel(place, *((towards, 0) if across else (0, towards)))

    def _press(self, action: Press) -> None:
        if action.key == "home":
            self._system.pointer.check()
            self._system.go_home()
        elif action.key == "power":
            raise ActionRefused("Switching a desktop off is left to people; finish the task without it.")
        else:
            self._note(self._system.chord(PRESSED[action.key]))

    def _type(self, action: Type) -> None:
        text = action.text.replace("\r\n", "\n").replace("\r", "\n")
        self._note(self._system.type_text(text, clear=action.clear))
        if action.submit:
            self._pause(0.05)
            self._note(self._system.chord(("enter",)))
        if not self._sent:
            self._sent.append("nothing to type")

    def _note(self, words: str) -> None:
        if words and words not in self._notes:
            self._notes.append(words)


def seconds_of(action: Action) -> float:
    """How long an action itself may take."""
    match action:
        case Swipe() | Drag() | LongPress() | Wait():
            return action.seconds
        case Type():
            return len(action.text) * SECONDS_A_CHARACTER
        case Launch():
            return 20.0
        case Tap() | DoubleTap() | Scroll() | Press() | Click() | Hover() | Hotkey():
            return 0.0
        case _:
            assert_never(action)
