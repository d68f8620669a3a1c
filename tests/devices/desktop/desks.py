"""What the tests of the desktop share: programs on a private desktop, and waiting for what they show."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from devices.desktop import Area, PrivateDesk

T = TypeVar("T")
NEEDED = ("Xvfb", "jwm", "dbus-daemon", "xprop", "xrandr", "xclip", "mousepad", "xdotool", "setxkbmap")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
needs_desktop = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: see docs/desktop.md")
"""For a module whose tests run real programs."""


def until(look: Callable[[], T], seconds: float = 5.0) -> T:
    """What look() returns as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{look} did not come true within {seconds:g} s"
        time.sleep(0.01)
    return found


class EventLog:
    """The program of event_log.py, running; events() are those since the last clear()."""

    def __init__(self, desk: PrivateDesk, folder: Path, area: Area, title: str = "") -> None:
        self.file = folder / f"events-{area}-{title or 'cover'}.jsonl"
        program = Path(__file__).with_name("event_log.py")
        self.process = desk.start([sys.executable, "-P", str(program), str(self.file), str(area), title])
        until(lambda: self.file.exists() and self.file.read_text().count("\n"))
        self.start = 0
        self.clear()

    def clear(self) -> None:
        self.start = self.file.stat().st_size

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """What came so far, of some kinds or all."""
        with self.file.open("rb") as file:
            file.seek(self.start)
            lines = [line for line in file.read().splitlines(keepends=True) if line.endswith(b"\n")]
        return [event for event in map(json.loads, lines) if not kinds or event["kind"] in kinds]

    def wait_for(self, number: int, *kinds: str) -> list[dict[str, Any]]:
        """At least so many events of some kinds, or all; then those that came."""
        until(lambda: len(self.events(*kinds)) >= number)
        return self.events(*kinds)


def run(desk: PrivateDesk, *command: str, given: str | None = None) -> str:
    """Run a short program on the desktop; what it prints."""
    done = subprocess.run(command, env=desk.env, input=given, capture_output=True, text=True, timeout=10, check=True)
    return done.stdout


def copy(desk: PrivateDesk, text: str) -> None:
    """Put a text into the clipboard, as a program would; xclip stays behind with it, so its outputs are closed."""
    command = ["xclip", "-selection", "clipboard", "-i"]
    silent = subprocess.DEVNULL
    subprocess.run(command, env=desk.env, input=text.encode(), stdout=silent, stderr=silent, timeout=10, check=True)


def clipboard(desk: PrivateDesk) -> str:
    """What the clipboard holds."""
    return run(desk, "xclip", "-selection", "clipboard", "-o")


def clipboard_owner(desk: PrivateDesk) -> int:
    """The number of the window that owns the clipboard; 0 where none does."""
    from Xlib.xobject.drawable import Window

    from devices.desktop.x11.connection import Address, connect, let_go

    display = connect(Address(desk.display, desk.authority))
    try:
        owner = display.get_selection_owner(display.intern_atom("CLIPBOARD"))
        return int(owner.id) if isinstance(owner, Window) else 0
    finally:
        let_go(display)
