"""A desktop of an X server as a System: monitors, pictures, pointer, keyboard, clipboard, windows, programs.

Knows how the parts of this folder belong together. Tested for real; a desktop of Wayland is refused, because its X server
(XWayland) shows nothing and takes no input.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from devices.desktop import gui
from devices.desktop.eyes import Eyes, import_mss
from devices.desktop.geometry import Area
from devices.desktop.pointer import Pointer
from devices.desktop.system import Hand, Launched, Monitor, System, Window
from devices.desktop.x11.clipboard import Clipboard
from devices.desktop.x11.connection import Address, connect, cut, is_lost, let_go, lost_errors
from devices.desktop.x11.keyboard import Keyboard
from devices.desktop.x11.launcher import Launcher
from devices.desktop.x11.monitors import monitors, primary_origin, root_area
from devices.desktop.x11.windows import Windows
from devices.errors import ActionRefused, DeviceLost, ScreenUnavailable

if TYPE_CHECKING:
    from mss import MSS
    from PIL.Image import Image

LONGEST_BY_KEYS = 200
"""Characters of a text that is typed key by key although it could be pasted."""
PASTE_IN_TERMINAL = ("ctrl", "shift", "v")
TERMINALS = frozenset(
    (
        *("gnome-terminal", "gnome-terminal-server", "kgx", "konsole", "xfce4-terminal", "mate-terminal", "lxterminal"),
        *("terminator", "tilix", "alacritty", "kitty", "foot", "qterminal", "sakura", "guake", "tilda", "terminology"),
        *("wezterm", "ghostty"),
    )
)
"""Windows that paste with ctrl+shift+v."""
KEYS_ONLY = frozenset(["xterm", "uxterm", "urxvt", "rxvt", "st", "st-256color", "zutty"])
"""Terminals that have no such key, or another one."""


class X11System(System):
    """An X desktop, open. Made in the worker's thread.

    start: starts programs on the desktop. environment: what programs on it see, for finding .desktop files.
    Raises MissingDependency, DeviceLost.
    """

    name: ClassVar[str] = "x11"

    def __init__(self, address: Address, hand: Hand, environment: Mapping[str, str], start: Any = None) -> None:
        self._address = address
        self._hand = hand
        self._environment = dict(environment)
        self._children: list[subprocess.Popen[bytes]] = []
        make_mss = import_mss()
        with ExitStack() as owned:
            self._display = connect(address)
            owned.callback(let_go, self._display)
            _refuse_wayland(self._display, address)
            self._screen = root_area(self._display)
            with address.lent():
                self._gui = gui.load()
                _close_other_displays(self._gui)
            self._eyes = Eyes(lambda: self._open_mss(make_mss))
            self.pointer = Pointer(self._lent, hand.pause, hand.sent)
            self._keyboard = Keyboard(self._display, hand)
            self._clipboard = Clipboard(address, {**os.environ, **self._environment})
            self.list_of_windows = Windows(self._display)
            self._launcher = Launcher(self.list_of_windows, self._environment, start or self._start, hand.pause)
            owned.pop_all()

    @property
    def model(self) -> str:
        """Such as "X11 desktop (JWM)"."""
        manager = self.list_of_windows.manager()
        return f"X11 desktop ({manager})" if manager else "X11 desktop without a window manager"

    @property
    def address(self) -> str:
        """The display, such as ":0"."""
        return self._address.display

    def describe(self) -> tuple[str, ...]:
        """Server, window manager, keyboard layout."""
        manager = self.list_of_windows.manager() or "none"
        rules = self.list_of_windows.keyboard_rules()
        vendor = self._display.display.info
        server = f"{vendor.vendor} {vendor.release_number}"
        return "x11", server, f"manager={manager}", f"keyboard={rules}"

    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors now."""
        self._screen = root_area(self._display)
        return monitors(self._display)

    def grab(self, area: Area) -> Image:
        """A picture of an area; what lies outside the server's screen cannot be in it."""
        left, top = primary_origin(self._display)
        inside = area.moved(left, top).common(root_area(self._display))
        if inside is None:
            raise ScreenUnavailable("That part of the desktop lies outside the screen; choose another monitor or window.")
        return self._eyes.grab(inside)

    def place(self, x: int, y: int) -> tuple[int, int]:
        """The same place in the server's coordinates, whose 0, 0 is the corner of all monitors together."""
        left, top = primary_origin(self._display)
        return x + left, y + top

    def why_black(self) -> str:
        """A desktop that nobody has painted is black too."""
        if not self.list_of_windows.manager() and not any(not window.hidden for window in self.list_of_windows.listed()):
            return "nothing was ever painted on it: no window manager and no program runs there; start one"
        return super().why_black()

    def windows(self) -> tuple[Window, ...]:
        """All windows in desktop coordinates."""
        return tuple(self._in_desktop(window) for window in self.list_of_windows.listed())

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        window = self.list_of_windows.active()
        return None if window is None else self._in_desktop(window)

    def activate(self, window: Window) -> None:
        """Bring a window to the front."""
        self.list_of_windows.activate(window.number)

    def chord(self, keys: tuple[str, ...]) -> str:
        """Press keys in order, release them in reverse."""
        self.pointer.check()
        return self._keyboard.chord(keys)

    def type_text(self, text: str, *, clear: bool) -> str:
        """Enter text: by keys where the layout has them all, else through the clipboard, else through keys that are lent."""
        refused = sorted({character for character in text if not _can_be_typed(character)})
        if refused:
            names = ", ".join(f"U+{ord(character):04X}" for character in refused[:10])
            raise ActionRefused(f"These characters cannot be typed: {names}; leave them out.")
        self.pointer.check()
        if not self.list_of_windows.has_focus():
            raise ActionRefused("No window has the keyboard, and none is under the pointer; tap a text field first.")
        active = self.list_of_windows.active()
        program = set(active.program.lower().split()) if active is not None else set()
        if clear:
            self._clear(terminal=bool(program & (TERMINALS | KEYS_ONLY)))
        notes = [] if self.list_of_windows.manager() else ["no window manager: the keys go to the window under the pointer"]
        notes += [self._enter(text, program, active.number if active else 0)] if text else []
        return "; ".join(notes)

    def go_home(self) -> None:
        """Show the bare desktop."""
        if not self.list_of_windows.show_desktop():
            raise ActionRefused("This desktop has no way to show itself bare; close or minimise windows instead.")
        self._hand.sent.append("show desktop")

    def launch(self, app: str) -> Launched:
        """Bring a program to the front."""
        self.pointer.check()
        return self._launcher.launch(app)

    def is_lost(self, error: Exception) -> bool:
        """What python-xlib raises once its connection is gone is told from mistakes by the connection's state."""
        return isinstance(error, lost_errors()) and is_lost(self._display)

    def cut(self) -> None:
        """Break both connections to the server."""
        cut(self._display)
        descriptor = self._eyes.descriptor()
        if descriptor is not None:
            import socket

            with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as same:
                same.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Release what is held, give the clipboard back, disconnect."""
        with ExitStack() as closing:
            closing.callback(let_go, self._display)
            closing.callback(self._eyes.close)
            closing.callback(self._clipboard.close)
            if not is_lost(self._display):
                with suppress(*lost_errors()):
                    self._keyboard.release()
        for child in self._children:
            if child.poll() is None:
                child.returncode = 0  # it goes on: it is the person's program now, and nobody waits for it

    def _enter(self, text: str, program: set[str], window: int) -> str:
        """Enter text into the window of a program; returns which way was used."""
        direct = self._keyboard.typable(text)
        if (
            program & KEYS_ONLY
            or not self._hand.clipboard
            or (direct and len(text) <= LONGEST_BY_KEYS and "\n" not in text and "\t" not in text)
        ):
            self._keyboard.write(text)
            return "" if direct else "typed by keys, some of them lent to characters that the layout lacks"
        keys = PASTE_IN_TERMINAL if program & TERMINALS else ("ctrl", "v")
        pasted = self._clipboard.paste(text, lambda: self._press(keys), window)
        if pasted == "pasted":
            self._hand.sent.append(f"{len(text)} characters by the clipboard")
            return "pasted through the clipboard, whose old content is back"
        self._keyboard.write(text)
        if pasted == "full":
            return "typed by keys, because the clipboard holds more than could be kept for a moment"
        return "typed by keys, because the program took nothing from the clipboard"

    def _clear(self, *, terminal: bool) -> None:
        if terminal:
            self._press(("end",))
            self._press(("ctrl", "u"))
        else:
            self._press(("ctrl", "a"))
            self._press(("backspace",))

    def _press(self, keys: tuple[str, ...]) -> None:
        self._keyboard.chord(keys)

    def _in_desktop(self, window: Window) -> Window:
        left, top = primary_origin(self._display)
        return Window(window.number, window.title, window.program, window.area.moved(-left, -top), window.hidden)

    def _lent(self) -> AbstractContextManager[Any]:
        return gui.lent(self._gui, self._bind)

    def _bind(self, module: ModuleType) -> None:
        """Point pyautogui at this server: its display and the corners of its fail-safe are module variables."""
        right, bottom = self._screen.width - 1, self._screen.height - 1
        module.platformModule._display = self._display
        module.FAILSAFE_POINTS[:] = [(0, 0), (0, bottom), (right, 0), (right, bottom)]

    def _open_mss(self, make: type[MSS]) -> MSS:
        from mss.exception import ScreenShotError

        try:
            with self._address.lent():
                return make(display=self._address.display)
        except ScreenShotError as error:
            raise DeviceLost(f"The X server at {self._address.display!r} gives no pictures ({error}); open it anew.") from error

    def _start(self, command: Sequence[str], folder: str) -> subprocess.Popen[bytes]:
        environment = {**self._environment, "DISPLAY": self._address.display}
        child = subprocess.Popen(
            command,
            env=environment,
            cwd=folder or environment.get("HOME") or str(Path.home()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._children.append(child)
        return child


def _can_be_typed(character: str) -> bool:
    """Control characters and halves of surrogate pairs cannot; a line break and a tab can."""
    return character in "\n\t" or not (
        ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or 0xD800 <= ord(character) < 0xE000
    )


def _refuse_wayland(display: Any, address: Address) -> None:
    if display.has_extension("XWAYLAND"):
        raise DeviceLost(
            f"{address.display!r} is the X server of a Wayland session, which shows nothing of the desktop and takes no input; "
            "log in with an X11 session, or use desktop:private=yes."
        )


def _close_other_displays(module: ModuleType) -> None:
    """What pyautogui and mouseinfo connected to when they were imported; every use binds its own."""
    import sys

    for name in ("pyautogui._pyautogui_x11", "mouseinfo"):
        opened = getattr(sys.modules.get(name), "_display", None)
        if opened is not None and not getattr(module, "_fingertip_bound", False):
            let_go(opened)
    module._fingertip_bound = True  # type: ignore[attr-defined]
