"""A terminal on the phone's side: what `adb shell` without a command talks to.

Knows echo, line ends, backspace, Ctrl-C and Ctrl-D. Does not know the shell, nor cursor keys or history.
The host's own terminal is in raw mode, so every key arrives as it is pressed and is echoed from here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

MAX_LINE = 4096
"""Longest line and most unread input, in bytes; keys beyond it are lost, as on any terminal."""


class Terminal:
    """Turns keys into lines. pump() runs in a thread of its own, so that Ctrl-C is seen while a command runs."""

    def __init__(self, keys: Callable[[int], bytes], show: Callable[[bytes], None], cancelled: threading.Event) -> None:
        self._keys = keys
        self._show = show
        self._changed = threading.Condition()
        self._ready = bytearray()
        self._line = bytearray()
        self._ended = False
        self._end_once = False
        self._foreground: threading.Event | None = None
        self.cancelled = cancelled

    def pump(self) -> None:
        """Read keys until their end, then wait until the host hangs up (or the session sets cancelled at its end)."""
        while keys := self._keys(4096):
            for key in keys:
                self._press(key)
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        # No more keys is no reason to stop a command (`adb shell -tt CMD </dev/null`); a host that is gone is one.
        self.cancelled.wait()
        with self._changed:
            if self._foreground:
                self._foreground.set()

    def _press(self, key: int) -> None:
        with self._changed:
            match key:
                case 0x03:
                    self._line.clear()
                    self._ready.clear()
                    echo = b"^C\r\n"
                    if self._foreground:
                        self._foreground.set()
                    else:
                        self._ready += b"\n"
                    self._end_once = self._foreground is not None
                case 0x04:
                    echo = b""
                    if self._line:
                        self._hand_over()
                    else:
                        self._end_once = True
                case 0x08 | 0x7F:
                    echo = b"\b \b" if self._line else b""
                    while self._line and self._line.pop() & 0xC0 == 0x80:
                        pass  # one key deletes all bytes of one character
                case 0x0A | 0x0D:
                    self._line.append(0x0A)
                    self._hand_over()
                    echo = b"\r\n"
                case _ if len(self._line) < MAX_LINE:
                    self._line.append(key)
                    echo = bytes([key])
                case _:
                    echo = b"\a"
            self._changed.notify_all()
        if echo:
            self._show(echo)

    def _hand_over(self) -> None:
        if len(self._ready) + len(self._line) <= 16 * MAX_LINE:
            self._ready += self._line
        self._line.clear()

    def read(self, limit: int) -> bytes:
        """Some bytes of finished lines; empty at the end, after Ctrl-D, or when Ctrl-C stops what reads."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._ended or self._end_once)
            if not self._ready:
                self._end_once = False
            taken = bytes(self._ready[:limit])
            del self._ready[:limit]
            return taken

    def write(self, data: bytes | memoryview) -> None:
        """Show output; every line feed also returns the carriage."""
        self._show(bytes(data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def foreground(self, command: threading.Event | None) -> None:
        """Which event Ctrl-C sets; None: the shell itself waits for a line."""
        with self._changed:
            self._foreground = command
            if command is None:
                self._end_once = False
            if command and self.cancelled.is_set():
                command.set()
