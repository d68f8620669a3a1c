"""The packets inside a `shell,v2` stream: stdin, stdout, stderr and the exit status apart.

Knows their format: u8 id, u32 length, data. Does not know what runs behind.
"""

from __future__ import annotations

import struct
import threading
from enum import IntEnum

from devices.phone.adbd.streams import Duplex, read_exactly
from devices.phone.adbd.wire import MAX_DATA

HEADER = struct.Struct("<BI")


class Part(IntEnum):
    """What a packet carries."""

    STDIN = 0
    STDOUT = 1
    STDERR = 2
    EXIT = 3
    CLOSE_STDIN = 4
    WINDOW_SIZE = 5


def pack(part: Part, data: bytes | memoryview) -> bytes:
    """One packet."""
    return b"".join((HEADER.pack(part, len(data)), data))


class ShellSession:
    """The phone's end: a Duplex of its own for stdin (read), and writers for the rest.

    limit: largest packet, header included, in bytes.
    """

    def __init__(self, stream: Duplex, limit: int) -> None:
        self._stream = stream
        self._room = limit - HEADER.size
        self._rest = 0
        self._ended = False
        self._writing = threading.Lock()  # commands of a pipe and in the background write at the same time
        self.cancelled = stream.cancelled

    def read(self, limit: int) -> bytes:
        """Some bytes of stdin; empty once the host closed it."""
        while self._rest == 0:
            if self._ended:
                return b""
            self._next()
        piece = self._stream.read(min(limit, self._rest))
        self._rest -= len(piece)
        if not piece:
            self._ended, self._rest = True, 0
        return piece

    def _next(self) -> None:
        try:
            kind, length = HEADER.unpack(read_exactly(self._stream, HEADER.size))
            if length > MAX_DATA:
                self._ended = True
            elif kind == Part.STDIN:
                self._rest = length
            else:
                read_exactly(self._stream, length)
                self._ended = kind == Part.CLOSE_STDIN
        except EOFError:
            self._ended = True

    def write(self, data: bytes | memoryview) -> None:
        """Send stdout; raises StreamClosed."""
        self._send(Part.STDOUT, data)

    def write_error(self, data: bytes) -> None:
        """Send stderr; raises StreamClosed."""
        self._send(Part.STDERR, data)

    def exit(self, status: int) -> None:
        """Send the exit status, 0..255; raises StreamClosed."""
        self._stream.write(pack(Part.EXIT, bytes([status & 0xFF])))

    def _send(self, part: Part, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        with self._writing:
            while rest:
                self._stream.write(pack(part, rest[: self._room]))
                rest = rest[self._room :]
