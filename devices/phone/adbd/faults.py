"""What can go wrong with a phone's link and its answers, switched on by a control outside the protocol.

Knows the kinds of trouble and counts how often they still happen. Does not know sockets (server.py pulls cables) or pictures'
formats. Thread-safe.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum

Frame = tuple[int, int, bytes]
"""Width, height, RGBA bytes."""
FAILED_CAPTURE = "Failed to take screenshot. Status: -1"
"""What a capture that fails says on stderr."""


class Capture(StrEnum):
    """What is wrong with a screenshot. empty: no bytes. truncated: a third of them. stale: the picture of the capture before.
    black: only black. failed: an error and no picture.
    """

    EMPTY = "empty"
    TRUNCATED = "truncated"
    STALE = "stale"
    BLACK = "black"
    FAILED = "failed"


class Faults:
    """The knobs of one phone. Set by a control, read by services. tell: is told in words of each thing that goes wrong."""

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self._lock = threading.Lock()
        self._tell = tell
        self._shell_ms = 0
        self._shell_left: int | None = None
        self._capture: Capture | None = None
        self._left: int | None = None
        self._before: Frame | None = None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._shell_ms, self._shell_left, self._capture, self._left = 0, None, None, None

    @property
    def shell_ms(self) -> int:
        """By how many milliseconds every shell command starts later."""
        return self._shell_ms

    def slow_shell(self, milliseconds: int, times: int | None = None) -> None:
        """Let shell commands start later, so many or all until 0 ends that. At most a minute."""
        with self._lock:
            self._shell_ms, self._shell_left = min(max(milliseconds, 0), 60_000), times

    def delay_shell(self) -> int:
        """Count one shell command: by how many milliseconds it has to start later."""
        with self._lock:
            delay = self._shell_ms
            if delay and self._shell_left is not None:
                self._shell_left -= 1
                if self._shell_left <= 0:
                    self._shell_ms, self._shell_left = 0, None
        if delay:
            self._tell(f"a shell command starts {delay} ms later")
        return delay

    @property
    def capturing(self) -> Capture | None:
        """What is wrong with the next screenshot."""
        return self._capture

    def spoil_captures(self, kind: Capture | None, times: int | None = None) -> None:
        """Spoil the next screenshots: so many, or all until None is set."""
        with self._lock:
            self._capture, self._left = (kind, times) if times != 0 else (None, None)

    @property
    def active(self) -> dict[str, str]:
        """What goes wrong now, by name, for people to read."""
        with self._lock:
            found = {"shell": f"{self._shell_ms} ms later"} if self._shell_ms else {}
            if self._capture:
                found["screencap"] = self._capture + (f", {self._left} left" if self._left is not None else "")
            return found

    def capture(self, frame: Frame) -> tuple[Capture | None, Frame]:
        """Count one capture: what is wrong with it, and the frame to show instead of the true one."""
        with self._lock:
            kind = self._capture
            if kind is not None and self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._capture, self._left = None, None
            shown = frame
            match kind:
                case Capture.BLACK:
                    shown = (frame[0], frame[1], b"\0\0\0\xff" * (frame[0] * frame[1]))
                case Capture.STALE if self._before is not None:
                    shown = self._before
            if kind is not Capture.STALE:
                self._before = frame
        if kind is not None:
            self._tell(f"a screenshot is {kind}")
        return kind, shown

    @staticmethod
    def spoiled(kind: Capture | None, data: bytes) -> bytes:
        """The bytes of a captured picture as they leave the phone."""
        match kind:
            case Capture.EMPTY:
                return b""
            case Capture.TRUNCATED:
                return data[: len(data) // 3]
            case _:
                return data
