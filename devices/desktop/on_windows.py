"""A Windows desktop. UNTESTED: written from Microsoft's documentation; no Windows was at hand.

Knows what differs there: DPI awareness is set before anything asks for sizes, text goes as KEYEVENTF_UNICODE events
(SendInput), and programs are found in the start menu.
"""

from __future__ import annotations

import contextlib
import ctypes
import difflib
import os
from pathlib import Path
from typing import Any, ClassVar

from devices.desktop.elsewhere import PyautoguiSystem
from devices.desktop.geometry import Area
from devices.desktop.system import Hand, Window
from devices.errors import ActionRefused, DeviceLost

INPUT_KEYBOARD, KEY_UP, UNICODE = 1, 0x0002, 0x0004
PER_MONITOR = 2
WHEEL_DELTA = 120


class _KeyboardInput(ctypes.Structure):
    _fields_: ClassVar = [
        ("code", ctypes.c_ushort),
        ("scan", ctypes.c_ushort),
        ("flags", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("extra", ctypes.c_void_p),
        ("rest", ctypes.c_ubyte * 8),  # INPUT is as large as its largest member, a mouse event
    ]


class _Input(ctypes.Structure):
    _fields_: ClassVar = [("kind", ctypes.c_ulong), ("key", _KeyboardInput)]


class _Rectangle(ctypes.Structure):
    _fields_: ClassVar = [(side, ctypes.c_long) for side in ("left", "top", "right", "bottom")]


class WindowsSystem(PyautoguiSystem):
    """The desktop of this session on Windows."""

    name: ClassVar[str] = "windows"
    wheel: ClassVar[int] = WHEEL_DELTA

    def __init__(self, hand: Hand) -> None:
        with contextlib.suppress(OSError):  # set already: whoever is first decides
            _library("shcore").SetProcessDpiAwareness(PER_MONITOR)
        super().__init__(hand)

    @property
    def model(self) -> str:
        """The system in words."""
        return "Windows desktop"

    def describe(self) -> tuple[str, ...]:
        """Server, window manager, keyboard layout."""
        layout = _library("user32").GetKeyboardLayout(0) & 0xFFFF
        return "windows", "manager=dwm", f"keyboard={layout:04x}"

    def active_window(self) -> Window | None:
        """The window in front."""
        user = _library("user32")
        number = user.GetForegroundWindow()
        if not number:
            return None
        title = ctypes.create_unicode_buffer(512)
        user.GetWindowTextW(number, title, len(title))
        sides = _Rectangle()
        user.GetWindowRect(number, ctypes.byref(sides))
        area = Area(sides.left, sides.top, max(1, sides.right - sides.left), max(1, sides.bottom - sides.top))
        return Window(int(number), title.value, "", area)

    def windows(self) -> tuple[Window, ...]:
        """Only the one in front is known."""
        window = self.active_window()
        return () if window is None else (window,)

    def write_character(self, character: str) -> None:
        """Press and release a Unicode character; those beyond the first plane are two halves."""
        halves = character.encode("utf-16-le")
        codes = [int.from_bytes(halves[place : place + 2], "little") for place in range(0, len(halves), 2)]
        events = [_Input(INPUT_KEYBOARD, _KeyboardInput(scan=code, flags=UNICODE | up)) for up in (0, KEY_UP) for code in codes]
        block = (_Input * len(events))(*events)
        if _library("user32").SendInput(len(events), block, ctypes.sizeof(_Input)) != len(events):
            raise DeviceLost("Windows took no keys, as it does for a window with more rights; run with the same rights.")

    def go_home(self) -> None:
        """Show the bare desktop."""
        self.chord(("super", "d"))

    def start(self, app: str) -> None:
        """Open a shortcut of the start menu."""
        folders = [
            Path(os.environ[name], "Microsoft/Windows/Start Menu") for name in ("APPDATA", "PROGRAMDATA") if name in os.environ
        ]
        shortcuts = {file.stem.casefold(): file for folder in folders for file in folder.rglob("*.lnk")}
        found = shortcuts.get(" ".join(app.casefold().split()))
        if found is None:
            near = ", ".join(shortcuts[name].stem for name in difflib.get_close_matches(app.casefold(), shortcuts, n=5))
            raise ActionRefused(f"There is no program {app[:80]!r} in the start menu; near ones are {near or 'none'}.")
        getattr(os, "startfile")(found)  # noqa: B009  # known on Windows only


def _library(name: str) -> Any:
    return getattr(ctypes, "windll").__getattr__(name)  # noqa: B009  # known on Windows only
