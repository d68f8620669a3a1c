"""What desktops other than X11 have in common: pyautogui's keys and mouse, mss's monitors and pictures.

Written from the documentation of pyautogui 0.9.54 and mss 10.2. UNTESTED: no Windows and no macOS was at hand; what differs
between the two is in on_windows.py and on_macos.py. Every path that is not certain refuses with a sentence.
"""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from devices.desktop import gui
from devices.desktop.eyes import Eyes, import_mss
from devices.desktop.geometry import Area
from devices.desktop.pointer import Pointer
from devices.desktop.system import Hand, Launched, Monitor, System, Window
from devices.errors import ActionRefused

if TYPE_CHECKING:
    from PIL.Image import Image

KEYS = {
    "super": "win",
    "page_up": "pageup",
    "page_down": "pagedown",
    "print_screen": "printscreen",
    "caps_lock": "capslock",
    "num_lock": "numlock",
    "scroll_lock": "scrolllock",
    "menu": "apps",
    "volume_up": "volumeup",
    "volume_down": "volumedown",
    "volume_mute": "volumemute",
    "media_play": "playpause",
    "media_next": "nexttrack",
    "media_previous": "prevtrack",
}
"""Names of devices.keys that pyautogui calls something else."""
BETWEEN_KEYS = 0.02


class PyautoguiSystem(System):
    """A desktop that pyautogui and mss reach by themselves. keys: names of keys that differ from KEYS on this system."""

    keys: ClassVar[dict[str, str]] = {}
    wheel: ClassVar[int] = 1
    select_all: ClassVar[tuple[str, ...]] = ("ctrl", "a")

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        make = import_mss()
        self._gui = gui.load()
        self._eyes = Eyes(make)
        self.pointer = Pointer(self._lent, hand.pause, hand.sent, notch=self.wheel, drag=self.drag)

    @staticmethod
    def drag(module: Any, x: int, y: int) -> None:
        """Move while the left button is down."""
        module.moveTo(x, y, _pause=False)

    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors as mss lists them; both systems put the primary one's corner at 0, 0."""
        found = [
            (str(monitor.get("name") or number), Area(*(int(monitor[side]) for side in ("left", "top", "width", "height"))))
            for number, monitor in enumerate(self._eyes.monitors(), 1)
        ]
        primary = next((number for number, (_, area) in enumerate(found) if area[:2] == (0, 0)), 0)
        return tuple(Monitor(name, area, primary=number == primary) for number, (name, area) in enumerate(found))

    def grab(self, area: Area) -> Image:
        """A picture of an area."""
        return self._eyes.grab(area)

    def place(self, x: int, y: int) -> tuple[int, int]:
        """The same place: pyautogui's coordinates are those of the desktop."""
        return x, y

    def chord(self, keys: tuple[str, ...]) -> str:
        """Press keys in order, release them in reverse."""
        names = [{**KEYS, **self.keys}.get(key, key) for key in keys]
        self.pointer.check()
        with self._lent() as module:
            missing = [key for key, name in zip(keys, names, strict=True) if not self._has_key(module, name)]
        if missing:
            raise ActionRefused(f"This system's keyboard has no key {missing[0]}; use other keys.")
        down: list[str] = []
        try:
            for name in names:
                down.append(name)
                self._key("_keyDown", name)
                self._hand.pause(BETWEEN_KEYS)
        finally:
            for name in reversed(down):
                self._key("_keyUp", name)
        self._hand.sent.append(f"keys {'+'.join(keys)}")
        return ""

    def type_text(self, text: str, *, clear: bool) -> str:
        """Enter text as Unicode events, which need no layout and no clipboard."""
        refused = sorted({character for character in text if not (character.isprintable() or character in "\n\t ")})
        if refused:
            names = ", ".join(f"U+{ord(character):04X}" for character in refused[:10])
            raise ActionRefused(f"These characters cannot be typed: {names}; leave them out.")
        self.pointer.check()
        if clear:
            self.chord(self.select_all)
            self.chord(("backspace",))
        for character in text:
            if character in "\n\t":
                self.chord(("enter",) if character == "\n" else ("tab",))
            else:
                self.write_character(character)
            self._hand.pause(self._hand.pacing)
        self._hand.sent.append(f"{len(text)} characters")
        return ""

    @abstractmethod
    def write_character(self, character: str) -> None:
        """Send one printable character."""

    def windows(self) -> tuple[Window, ...]:
        """Not known on this system."""
        return ()

    def active_window(self) -> Window | None:
        """Not known on this system."""
        return None

    def activate(self, window: Window) -> None:
        """Refused: windows are not known on this system."""
        raise ActionRefused(f"Windows cannot be brought to the front here; tap {window.title!r} instead.")

    def launch(self, app: str) -> Launched:
        """Start a program as the system's own command does."""
        self.pointer.check()
        self.start(app)
        return Launched(f"start {app}", shown=False)

    @abstractmethod
    def start(self, app: str) -> None:
        """Start a program by its name; raises ActionRefused."""

    def cut(self) -> None:
        """Nothing can be cut off: calls of these systems do not go over a connection."""

    def close(self) -> None:
        """Let go of the screen."""
        self._eyes.close()

    @staticmethod
    def _has_key(module: Any, name: str) -> bool:
        return module.platformModule.keyboardMapping.get(name) is not None

    def _key(self, event: str, name: str) -> None:
        with self._lent() as module:
            getattr(module.platformModule, event)(name)

    def _lent(self) -> AbstractContextManager[Any]:
        return gui.lent(self._gui, _bound_already)


def _bound_already(_: ModuleType) -> None:
    """There is one desktop in a session of these systems."""
