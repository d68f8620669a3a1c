"""The phone's side of its window: pictures go out, touches and keys come in.

The window is a process of its own (`devices.phone.window`), so that the phone is drawn exactly as without one: window
managers and screens of other densities never see the phone itself. Knows the phone; does not know how a window looks.

Out: width and height as two little-endian u32, then RGBA bytes. In: one JSON object a line, see `window.py`.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from devices.phone.phone import Phone

HEAD = struct.Struct("<II")
_FRAME_SECONDS = 1 / 30
_CANNOT_SHOW = (
    "The phone's window cannot be opened; on Debian it needs libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, "
    "libxcb-xkb1, libxcb-render-util0 and libxkbcommon-x11-0."
)
_NO_WINDOW = 3  # exit code


class Mirror:
    """Shows a phone until the person closes the window, then calls ended(exit code, sentence for stderr).

    environment: what the window's process sees, with the real screen in it.
    """

    def __init__(self, phone: Phone, title: str, environment: dict[str, str], ended: Callable[[int, str], None]) -> None:
        self._phone, self._ended = phone, ended
        self._closing = threading.Event()
        self._window = subprocess.Popen(
            [sys.executable, "-m", "devices.phone.window", title],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._threads = [threading.Thread(target=run, name=run.__name__, daemon=True) for run in (self._show, self._obey)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Close the window."""
        self._closing.set()
        self._window.terminate()
        self._window.wait()

    def _show(self) -> None:
        assert self._window.stdin
        last: tuple[int, int, bytes] = (0, 0, b"")
        try:
            while not self._closing.wait(_FRAME_SECONDS):
                frame = self._phone.grab()
                if frame != last:
                    self._window.stdin.write(HEAD.pack(*frame[:2]) + frame[2])
                    self._window.stdin.flush()
                    last = frame
        except BrokenPipeError:
            return  # the window is gone; _obey() notices too and says so

    def _obey(self) -> None:
        assert self._window.stdout
        shown = False
        for line in self._window.stdout:
            shown = True  # the first line says so
            obey(self._phone, json.loads(line))
        code = self._window.wait()
        if self._closing.is_set():
            return
        if code:
            self._ended(_NO_WINDOW, "The phone's window broke down." if shown else _CANNOT_SHOW)
        else:
            self._ended(0, "")


def obey(phone: Phone, wish: dict[str, Any]) -> None:
    """Do with the phone what a person did with the window."""
    match wish:
        case {"touch": "down", "x": int(x), "y": int(y)}:
            phone.finger_down(x, y)
        case {"touch": "move", "x": int(x), "y": int(y)}:
            phone.finger_move(x, y)
        case {"touch": "up", "x": int(x), "y": int(y)}:
            phone.finger_up(x, y)
        case {"scroll": int(distance), "x": int(x), "y": int(y)}:
            phone.swipe(x, y, x, y + distance)
        case {"key": str(name)}:
            phone.press_key(name)
        case {"text": str(text)}:
            phone.commit_text(text)
