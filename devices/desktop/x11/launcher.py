"""Brings a program to the front: its window where it has one, else a new one of it.

Knows .desktop entries and windows. Does not know keys or pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from devices.desktop.entries import Entry, entries, find
from devices.desktop.system import Launched, Window
from devices.desktop.x11.windows import Windows
from devices.errors import ActionRefused

WINDOW_SECONDS = 15.0
QUIET_END = 1.0
"""Seconds after which a program that has ended well and brought nothing to the front is not waited for any more."""
TERMINALS = ("x-terminal-emulator", "xterm")
LOOK_EVERY = 0.03

Start = Callable[[Sequence[str], str], "subprocess.Popen[bytes]"]
"""Starts a program: command, and the folder to start it in (empty: wherever); raises OSError."""


class Launcher:
    """Starts programs. environment: where their .desktop files are looked for. start: starts one."""

    def __init__(self, windows: Windows, environment: Mapping[str, str], start: Start, pause: Callable[[float], None]) -> None:
        self._windows = windows
        self._environment = environment
        self._start = start
        self._pause = pause

    def launch(self, app: str) -> Launched:
        """Bring a program to the front; raises ActionRefused naming near ones."""
        entry = find(app, entries(self._environment))
        mine = [window for window in self._windows.listed() if _belongs(window, entry)]
        if mine:
            self._windows.activate(mine[-1].number)
            shown = self._wait(lambda: _is_front(self._windows.active(), mine[-1]), 2.0)
            return Launched(f"window {mine[-1].title!r} of {entry.name} to the front", shown)
        return self._begin(entry)

    def _begin(self, entry: Entry) -> Launched:
        """Start a program and wait for a window of it in front."""
        before = {window.number for window in self._windows.listed()}
        command = (*_terminal(self._environment), *entry.command) if entry.terminal else entry.command
        try:
            child = self._start(command, entry.folder)
        except OSError as error:
            raise ActionRefused(f"{entry.name} does not start ({error.strerror or error}); choose another program.") from error
        words = f"start {' '.join(command)}"
        end = time.monotonic() + WINDOW_SECONDS
        while time.monotonic() < end:
            if self._came(before, entry):
                return Launched(words, shown=True)
            if child.poll() is not None:  # it failed; or another process of it, which ran already, will show the window
                shown = child.returncode == 0 and self._wait(lambda: self._came(before, entry), QUIET_END)
                return Launched(words, shown)
            self._pause(LOOK_EVERY)
        return Launched(words, shown=False)

    def _came(self, before: set[int], entry: Entry) -> bool:
        """Whether a window that was not there is in front; one of the program that stays behind is brought there."""
        active = self._windows.active()
        if active is not None and not active.hidden and active.number not in before:
            return True
        for window in self._windows.listed():
            if window.number not in before and _belongs(window, entry) and not window.hidden:
                self._windows.activate(window.number)
        return False

    def _wait(self, reached: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                return False
            self._pause(LOOK_EVERY)
        return True


def _belongs(window: Window, entry: Entry) -> bool:
    """Whether a window is of a program: its class, or its program file, is one of the entry's."""
    return any(name.lower() in entry.classes for name in window.program.split())


def _is_front(active: Window | None, window: Window) -> bool:
    return active is not None and active.number == window.number


def _terminal(environment: Mapping[str, str]) -> tuple[str, str]:
    for name in TERMINALS:
        found = shutil.which(name, path=environment.get("PATH"))
        if found is not None:
            return str(Path(found)), "-e"
    raise ActionRefused("That program runs in a terminal, and there is no terminal here; choose another program.")
