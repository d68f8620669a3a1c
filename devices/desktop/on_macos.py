"""A macOS desktop. UNTESTED: written from Apple's documentation; no Mac was at hand.

Knows what differs there: two permissions of the privacy settings, without which pictures are empty and events are dropped
without a word; dragging is an event of its own; text goes as Unicode key events (Quartz, which pyautogui brings along).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import subprocess
from typing import Any, ClassVar

from devices.desktop.elsewhere import PyautoguiSystem
from devices.desktop.geometry import Area
from devices.desktop.system import Hand, Window
from devices.errors import ActionRefused, Unauthorized

SETTINGS = "System Settings > Privacy & Security"
OPEN_SECONDS = 15.0


class MacSystem(PyautoguiSystem):
    """The desktop of this session on macOS. Raises Unauthorized where a permission is missing."""

    name: ClassVar[str] = "macos"
    keys: ClassVar[dict[str, str]] = {"super": "command", "alt": "option"}
    select_all: ClassVar[tuple[str, ...]] = ("super", "a")

    def __init__(self, hand: Hand) -> None:
        _need("CoreGraphics", "CGPreflightScreenCaptureAccess", "Screen Recording")
        _need("ApplicationServices", "AXIsProcessTrusted", "Accessibility")
        super().__init__(hand)

    @staticmethod
    def drag(module: Any, x: int, y: int) -> None:
        """Move while the left button is down."""
        module.failSafeCheck()
        module.platformModule._dragTo(x, y, "left")

    @property
    def model(self) -> str:
        """The system in words."""
        return "macOS desktop"

    def describe(self) -> tuple[str, ...]:
        """Server, window manager; the keyboard's layout does not matter to what is typed here."""
        return "macos", "manager=WindowServer"

    def windows(self) -> tuple[Window, ...]:
        """Windows on the screen, the one in front last; their titles need the permission for screen recording."""
        quartz = importlib.import_module("Quartz")
        wanted = quartz.kCGWindowListOptionOnScreenOnly | quartz.kCGWindowListExcludeDesktopElements
        found = []
        for window in quartz.CGWindowListCopyWindowInfo(wanted, quartz.kCGNullWindowID) or ():
            if window.get("kCGWindowLayer"):
                continue  # menus, the dock and the like
            bounds = window["kCGWindowBounds"]
            area = Area(*(int(bounds[side]) for side in ("X", "Y", "Width", "Height")))
            program = str(window.get("kCGWindowOwnerName", ""))
            found.append(Window(int(window["kCGWindowNumber"]), str(window.get("kCGWindowName") or program), program, area))
        return tuple(reversed(found))

    def active_window(self) -> Window | None:
        """The window in front."""
        windows = self.windows()
        return windows[-1] if windows else None

    def write_character(self, character: str) -> None:
        """Press and release a key that carries a Unicode character."""
        quartz = importlib.import_module("Quartz")
        for down in (True, False):
            event = quartz.CGEventCreateKeyboardEvent(None, 0, down)
            quartz.CGEventKeyboardSetUnicodeString(event, len(character.encode("utf-16-le")) // 2, character)
            quartz.CGEventPost(quartz.kCGHIDEventTap, event)

    def go_home(self) -> None:
        """Show the bare desktop."""
        self.chord(("f11",))

    def start(self, app: str) -> None:
        """Open an application by its name."""
        done = subprocess.run(["open", "-a", app], capture_output=True, text=True, timeout=OPEN_SECONDS, check=False)
        if done.returncode:
            raise ActionRefused(f"There is no application {app[:80]!r} on this Mac; use the name that the Finder shows.")


def _need(library: str, function: str, permission: str) -> None:
    """Raise Unauthorized where the system does not grant a permission."""
    path = ctypes.util.find_library(library)
    if path is None:
        return
    asked = getattr(ctypes.CDLL(path), function, None)
    if asked is None:  # an older system, which grants it to all
        return
    asked.restype = ctypes.c_bool
    if not asked():
        raise Unauthorized(f"macOS keeps this program from the screen; allow it in {SETTINGS} > {permission}, then start anew.")
