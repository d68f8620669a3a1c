"""One ADB stream: two byte pipes with flow control between a connection and a worker thread.

Knows WRTE, OKAY and CLSE. Does not know sockets, nor which service reads and writes.
At most one WRTE is unacknowledged in each direction. The host's is acknowledged when a reader has taken all of it, not on
arrival: a service that does not read holds the host back. Ours waits in a buffer that writers cannot fill beyond one payload.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Literal, Protocol

from devices.phone.adbd.wire import MAX_DATA, Kind, Packet

Ending = Literal["open", "draining", "closed"]


class StreamClosed(BrokenPipeError):
    """The host no longer takes what is written."""


class Duplex(Protocol):
    """What a service needs of a stream."""

    cancelled: threading.Event

    def read(self, limit: int) -> bytes:
        """Some bytes, at most limit; blocks until there are any; empty at the end."""

    def write(self, data: bytes | memoryview) -> None:
        """Send all of data; blocks while the host does not read. Raises StreamClosed."""


class Stream:
    """The phone's end of one stream.

    local, remote: this side's and the host's number. limit: largest payload, in bytes.
    send: hands a packet to the connection; must keep the order and not block. gone: told once when the stream is closed.
    lingers: a host that hangs up after it has written only ends the input; the service runs to its own end (`exec:`).
    """

    def __init__(
        self, local: int, remote: int, limit: int, send: Callable[[Packet], None], gone: Callable[[int], None], *, lingers: bool
    ) -> None:
        self.local = local
        self.remote = remote
        self.cancelled = threading.Event()
        self._limit = limit
        self._send = send
        self._gone = gone
        self._lingers = lingers
        self._changed = threading.Condition()
        self._inbox = bytearray()
        self._unacked = False
        self._received = False
        self._outbox: list[memoryview] = []
        self._waiting = 0  # bytes in the outbox
        self._in_flight = False
        self._ending: Ending = "open"
        self._input_ended = False
        self._opened = remote != 0

    # the worker's side

    def wait_opened(self, seconds: float) -> bool:
        """For a stream that the phone opened: whether the host took it, within so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._opened or self._ending == "closed", seconds)
            return self._opened and self._ending != "closed"

    def read(self, limit: int) -> bytes:
        """Some bytes, at most limit; blocks until there are any; empty once the host has hung up."""
        with self._changed:
            self._changed.wait_for(lambda: self._inbox or self._input_ended)
            taken = bytes(self._inbox[:limit])
            del self._inbox[:limit]
            if not self._inbox and self._unacked:
                self._unacked = False
                if self._ending != "closed":
                    self._send(Packet(Kind.OKAY, self.local, self.remote))
            return taken

    def write(self, data: bytes | memoryview) -> None:
        """Queue all of data; blocks while one payload waits already. Raises StreamClosed when the host hung up."""
        rest = memoryview(data if isinstance(data, bytes) else bytes(data))  # nobody changes it while it waits
        with self._changed:
            while rest:
                self._changed.wait_for(lambda: self._ending != "open" or self._waiting < self._limit)
                if self._ending != "open":
                    raise StreamClosed(32, "Broken pipe")
                room = self._limit - self._waiting
                self._outbox.append(rest[:room])
                self._waiting += len(rest[:room])
                rest = rest[room:]
                self._pump()

    def finish(self) -> None:
        """Nothing more will be written: close after what is queued was sent."""
        with self._changed:
            self._input_ended = True
            if self._ending == "open":
                self._ending = "draining"
                self._pump()

    def _pump(self) -> None:
        if not self._opened:
            return
        if self._outbox and not self._in_flight:
            payload = self._outbox[0] if len(self._outbox) == 1 else b"".join(self._outbox)  # never more than one payload
            self._empty_outbox()
            self._in_flight = True
            self._send(Packet(Kind.WRTE, self.local, self.remote, payload))
            self._changed.notify_all()
        if self._ending == "draining" and not self._outbox:
            self._send(Packet(Kind.CLSE, self.local, self.remote))
            self._end()

    def _empty_outbox(self) -> None:
        self._outbox.clear()
        self._waiting = 0

    def _end(self) -> None:
        self._ending = "closed"
        self._input_ended = True
        self._empty_outbox()
        self._changed.notify_all()
        self._gone(self.local)

    # the connection's side

    def on_opened(self, remote: int) -> None:
        """The host took a stream that the phone opened; remote is its number there."""
        with self._changed:
            self.remote = remote
            self._opened = True
            self._pump()
            self._changed.notify_all()

    def on_data(self, data: bytes) -> bool:
        """A WRTE came; False where the host broke the flow control so badly that the stream had to be closed."""
        with self._changed:
            if self._ending == "closed":
                return True
            if len(self._inbox) + len(data) > 2 * MAX_DATA:
                self._send(Packet(Kind.CLSE, self.local, self.remote))
                self._inbox.clear()
                self.cancelled.set()
                self._end()
                return False
            self._received = True
            if self._input_ended:
                data = b""  # the service has ended; take it and throw it away
            self._inbox += data
            if self._inbox:
                self._unacked = True
            else:
                self._send(Packet(Kind.OKAY, self.local, self.remote))
            self._changed.notify_all()
            return True

    def on_okay(self) -> None:
        """The host took our last WRTE."""
        with self._changed:
            self._in_flight = False
            if self._ending != "closed":
                self._pump()

    def on_close(self) -> bool:
        """The host hung up. True where the service deserves a moment before it is cancelled: it lingers and got nothing yet."""
        with self._changed:
            if self._ending == "closed":
                return False
            self._send(Packet(Kind.CLSE, self.local, self.remote))
            self._end()
            if not self._lingers:
                self.cancelled.set()
            return self._lingers and not self._received

    def on_lost(self) -> None:
        """The connection is gone: nothing more comes or goes."""
        with self._changed:
            self.cancelled.set()
            self._inbox.clear()
            if self._ending != "closed":
                self._end()


class Input(io.RawIOBase):
    """The reading half of a stream as a file; wrap it in io.BufferedReader."""

    def __init__(self, stream: Duplex) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill some of buffer; 0 at the end."""
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class Output(io.BufferedIOBase):
    """Bytes for a function, as a file that never buffers."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Pass all of data on; blocks while the other side does not read. Raises StreamClosed."""
        whole = bytes(data)
        self._write(whole)
        return len(whole)


def read_exactly(stream: Duplex, count: int) -> bytes:
    """count bytes; raises EOFError where the stream ends before."""
    found = bytearray()
    while len(found) < count:
        piece = stream.read(count - len(found))
        if not piece:
            raise EOFError(f"the stream ended {count - len(found)} bytes too early")
        found += piece
    return bytes(found)
