"""What an oracle of a desktop works with: the window in front as its program tells it, all windows, and mouse and keys by name.

An oracle is written as those of the phone are (tasks/hand.py): a list of needs, each of which finds itself met or does the one
thing that comes next, and ends the call with it. Then it is asked again from its first line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NoReturn

from agent.decision import Act
from agent.training.goals import Step
from devices.actions import Action, Click, DoubleTap, Drag, Hotkey, Launch, Tap, Type, Wait
from tasks.bodies.desktop.tree import Widget
from tasks.bodies.desktop.windows import Window
from tasks.hand import Chosen, Lost, Memory
from tasks.state import State

POPUPS = frozenset({"window", "menu", "popup menu", "combo box"})
"""Roles of what hangs beside a program's windows, and belongs to the one in front."""
TITLE_HEIGHT, BUTTON_WIDTH, BUTTONS = 12, 25, ("close", "maximize", "minimize")
"""The title bar of jwm as the private desktop sets it up: its middle above the window, and its buttons from the right."""
TASK_WIDTH, TASK_BAR = 220, 14
"""The task bar likewise: the widest button, and its middle above the lower edge of the screen."""


class DeskHand:
    """One look at a desktop. read: what a process shows. size: pixels of the screen. home: the home folder's path."""

    def __init__(
        self,
        *,
        windows: tuple[Window, ...],
        read: Callable[[int], Widget | None],
        state: Callable[[], State],
        size: tuple[int, int],
        home: str,
        memory: Memory,
    ) -> None:
        self.windows = windows
        self.home = home
        self._read = read
        self._state = state
        self._width, self._height = size
        self._memory = memory

    # looking

    @property
    def front(self) -> Window | None:
        """The active window."""
        return next((window for window in self.windows if window.active), None)

    @property
    def title(self) -> str:
        """The title of the active window."""
        return self.front.title if self.front else ""

    @cached_property
    def state(self) -> State:
        """What the desktop remembers now."""
        return self._state()

    @cached_property
    def _root(self) -> Widget | None:
        return self._read(self.front.process) if self.front else None

    @cached_property
    def everything(self) -> tuple[Widget, ...]:
        """All that the program in front shows, in all its windows."""
        return tuple(self._root.walk()) if self._root else ()

    @cached_property
    def shown(self) -> tuple[Widget, ...]:
        """Everything in the active window, and in menus above it."""
        if self.front is None or self._root is None:
            return ()
        tops = self._root.children
        mine = [top for top in tops if top.name == self.front.title and top.role not in POPUPS]
        mine = mine or [top for top in tops if "active" in top.states]
        return tuple(widget for top in tops if top in (mine or tops) or top.role in POPUPS for widget in top.walk())

    def find(self, name: str = "", *, role: str = "", part: bool = False, nth: int = 0) -> Widget | None:
        """The nth thing called name, of a role if that is given, in the order of the program's tree. Its name is what a person
        reads on it; part: it is only a part of that."""
        found = [
            widget
            for widget in self.shown
            if (not role or widget.role == role)
            and (not name or any(name in said if part else name == said for said in (widget.name, _label(widget))))
            and widget.bounds[2] > widget.bounds[0] >= 0
        ]
        return found[nth] if -len(found) <= nth < len(found) else None

    def there(self, name: str = "", *, role: str = "", part: bool = False, nth: int = 0) -> Widget:
        """As find(); raises Lost."""
        widget = self.find(name, role=role, part=part, nth=nth)
        if widget is None:
            raise Lost(f"{name or role!r} is not in the window {self.title!r}")
        return widget

    def of(self, program: str) -> Window | None:
        """The window of a program that came last."""
        return next((window for window in reversed(self.windows) if window.program == program), None)

    # remembering

    def has(self, mark: str) -> bool:
        """Whether this was noted."""
        return mark in self._memory.marks

    def mark(self, mark: str) -> None:
        """Note what cannot be seen on the desktop later on."""
        self._memory.marks.add(mark)

    def lost(self) -> bool:
        """Note that there is no way on; True once that lasts."""
        self._memory.lost += 1
        return self._memory.lost > 4

    # acting: each of these ends the call, unless there is nothing to do

    def do(self, thought: str, action: Action) -> NoReturn:
        """Any action."""
        self._memory.lost = 0
        raise Chosen(Step(thought, Act(action=action)))

    def tap_at(self, thought: str, x: float, y: float) -> NoReturn:
        """Click at a pixel of the screen."""
        self.do(thought, Tap(x=self._across(x), y=self._down(y)))

    def tap_on(self, widget: Widget, thought: str = "") -> NoReturn:
        """Click on the middle of something."""
        self.tap_at(thought or f"Click {widget.name or widget.role}.", *widget.centre)

    def tap(self, name: str = "", *, role: str = "", part: bool = False, nth: int = 0) -> NoReturn:
        """Click on what is called name."""
        self.tap_on(self.there(name, role=role, part=part, nth=nth))

    def twice(self, widget: Widget) -> NoReturn:
        """Double click on something."""
        x, y = widget.centre
        self.do(f"Double click {widget.name}.", DoubleTap(x=self._across(x), y=self._down(y)))

    def menu_of(self, widget: Widget) -> NoReturn:
        """Click on something with the right button."""
        x, y = widget.centre
        self.do(f"Right click {widget.name}.", Click(x=self._across(x), y=self._down(y), button="right"))

    def drag(self, start: tuple[float, float], end: tuple[float, float], thought: str) -> NoReturn:
        """Drag from one pixel of the screen to another."""
        x, y, to_x, to_y = *start, *end
        action = Drag(x=self._across(x), y=self._down(y), to_x=self._across(to_x), to_y=self._down(to_y))
        self.do(thought, action)

    def keys(self, *keys: str) -> NoReturn:
        """Press keys together."""
        self.do(f"Press {'+'.join(keys)}.", Hotkey(keys=keys))

    def type(self, text: str, *, clear: bool = False, submit: bool = False) -> NoReturn:
        """Type where the focus is."""
        self.do(f"Type {text[:60]}.", Type(text=text, clear=clear, submit=submit))

    def wait(self, seconds: float = 1.0) -> NoReturn:
        """Wait for something that has been asked for."""
        self.do("It is not there yet: wait.", Wait(seconds=seconds))

    def program(self, program: str, app: str) -> None:
        """Have a window of a program in front; app: its name, as it is started. Raises nothing: waits where it is starting."""
        front = self.front
        if front is not None and front.program == program:
            return
        window = self.of(program)
        if window is not None:
            self.tap_at(f"Click {window.title} on the task bar.", *self._task(window))
        if self.has(f"started {program}"):
            self._memory.marks.discard(f"started {program}")
            self.wait()
        self.mark(f"started {program}")
        self.do(f"Start {app}.", Launch(app=app))

    def menu(self, *path: str) -> NoReturn:
        """Choose from a menu: the last name of the path that is to be seen is touched."""
        for number, name in reversed(list(enumerate(path))):
            roles = ("menu",) if number < len(path) - 1 else ("menu item", "check menu item", "radio menu item", "menu")
            found = next((widget for role in roles if (widget := self.find(name, role=role))), None)
            if found is not None and (number == 0 or "showing" in found.states):
                self.tap_on(found, f"Choose {name}.")
        raise Lost(f"there is no menu {path[0]!r} in the window {self.title!r}")

    def write(self, text: str, *, name: str = "", role: str = "text", nth: int = 0, clear: bool = True) -> None:
        """Have a text in a field: focus it, then type over what it holds."""
        field = self.there(name, role=role, nth=nth)
        if field.text == text:
            return
        if "focused" not in field.states:
            self.tap_on(field, "Click the field.")
        self.type(text, clear=clear and bool(field.text))

    def check(self, name: str, on: bool, *, role: str = "check box") -> None:
        """Have a box in a state."""
        box = self.there(name, role=role)
        if ("checked" in box.states) != on:
            self.tap_on(box)

    def press(self, button: str, window: Window) -> NoReturn:
        """Click a button of a window's title bar: close, maximize, minimize."""
        _, top, right, _ = window.bounds
        number = BUTTONS.index(button)
        self.tap_at(f"Click {button} of {window.title}.", right - 13 - number * BUTTON_WIDTH, top - TITLE_HEIGHT)

    def _task(self, window: Window) -> tuple[float, float]:
        """The middle of a window's button on the task bar."""
        listed = [one for one in self.windows if "unlisted" not in one.states]
        width = min(TASK_WIDTH, self._width / max(1, len(listed)))
        return (listed.index(window) + 0.5) * width if window in listed else 0, self._height - TASK_BAR

    def _across(self, x: float) -> float:
        return min(max(x + 0.5, 1), self._width - 1) / self._width

    def _down(self, y: float) -> float:
        return min(max(y + 0.5, 1), self._height - 1) / self._height


def _label(widget: Widget) -> str:
    """What a person reads on an icon: GTK 2 tells it as its text."""
    return widget.text if widget.role == "icon" else ""
