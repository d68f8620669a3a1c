"""A pipe between two commands that run at the same time.

Knows bytes, and that either side may end first. A writer waits while the pipe is full; one whose reader is gone gets
BrokenPipeError, as by SIGPIPE.
"""

from __future__ import annotations

import io
import threading
from typing import BinaryIO, cast

CAPACITY = 1024 * 1024
"""Most bytes that wait in a pipe."""


class Pipe:
    """reader and writer are the two ends; each is used by one thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting = bytearray()
        self._written = False
        self._unread = False
        self.reader = io.BufferedReader(_Reader(self))
        self.writer = cast(BinaryIO, _Writer(self))

    def take(self, limit: int) -> bytes:
        """Some bytes, at most limit; blocks until there are any; empty once the writer has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._written)
            taken = bytes(self._waiting[:limit])
            del self._waiting[:limit]
            self._changed.notify_all()
            return taken

    def put(self, data: bytes) -> None:
        """Pass data on; raises BrokenPipeError where nobody reads any more."""
        rest = memoryview(data)
        with self._changed:
            while rest:
                self._changed.wait_for(lambda: self._unread or len(self._waiting) < CAPACITY)
                if self._unread:
                    raise BrokenPipeError(32, "Broken pipe")
                room = CAPACITY - len(self._waiting)
                self._waiting += rest[:room]
                rest = rest[room:]
                self._changed.notify_all()

    def end_writing(self) -> None:
        """The left command has ended."""
        with self._changed:
            self._written = True
            self._changed.notify_all()

    def end_reading(self) -> None:
        """The right command has ended."""
        with self._changed:
            self._unread = True
            self._waiting.clear()
            self._changed.notify_all()


class _Reader(io.RawIOBase):
    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._pipe.take(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class _Writer(io.BufferedIOBase):
    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        whole = bytes(data)
        self._pipe.put(whole)
        return len(whole)
