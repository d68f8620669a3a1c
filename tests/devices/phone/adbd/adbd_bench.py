"""A phone made of the shipped fakes, and the real adb programs that drive it."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import adbutils

from devices.phone.adbd.files import MemoryFiles
from devices.phone.adbd.server import AdbServer, Banner
from devices.phone.adbd.shell import Invocation, Shell
from devices.phone.adbd.wire import (
    HEADER,
    MAX_DATA,
    VERSION,
    VERSION_CHECKED,
    Kind,
    Packet,
    check_payload,
    decode_header,
    encode,
)

WIDTH, HEIGHT = 4, 3
PIXELS = bytes(range(WIDTH * HEIGHT * 4))


def eventually(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Poll until something holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not holds():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.01)
    return True


class Phone:
    """A server over memory files with a few commands: `drip` writes until it is cancelled, `zeros N` writes N bytes."""

    def __init__(self, **options: object) -> None:
        self.files = MemoryFiles()
        self.dripped = 0
        self.stopped = threading.Event()
        self.reboots: list[str] = []
        self.server = AdbServer(
            lambda: Shell({"drip": self.drip, "zeros": zeros}, self.files, {"HOSTNAME": "pixel"}),
            self.files,
            Banner("panther", "Pixel 7", "panther"),
            framebuffer=lambda: (WIDTH, HEIGHT, PIXELS),
            on_reboot=self.reboots.append,
            **options,  # type: ignore[arg-type]
        )

    def drip(self, call: Invocation) -> int:
        try:
            while not call.cancelled.wait(0.005):
                call.stdout.write(b"drip\n")
                self.dripped += 1
        finally:
            self.stopped.set()
        return 0


def zeros(call: Invocation) -> int:
    left = int(call.argv[1])
    while left:
        left -= call.stdout.write(bytes(min(left, 100_000)))
    return 0


@dataclass(frozen=True)
class Adb:
    """One adb program with its own server."""

    program: str
    environ: dict[str, str]

    def __call__(self, *words: str, stdin: bytes = b"", check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [self.program, *words], input=stdin, env=self.environ, capture_output=True, timeout=30, check=check
        )

    def state(self, serial: str) -> str:
        rows = [row.split() for row in self("devices").stdout.decode().splitlines()[1:] if row]
        return dict(rows).get(serial, "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def bundled() -> str:
    return str(Path(adbutils.__file__).parent / "binaries" / "adb")


class Host:
    """The host's side of one connection, packet by packet, for what no adb program does."""

    def __init__(self, port: int, *, version: int = VERSION, limit: int = MAX_DATA) -> None:
        self.version = version
        self.link = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.send(Kind.CNXN, version, limit, b"host::features=shell_v2,cmd")

    def send(self, kind: Kind, arg0: int, arg1: int, data: bytes = b"") -> None:
        self.link.sendall(encode(Packet(kind, arg0, arg1, data), checked=self.version == VERSION_CHECKED))

    def receive(self) -> Packet:
        """The next packet; its checksum is checked where one is due. Raises EOFError, ConnectionError, TimeoutError."""
        header = decode_header(self._exactly(HEADER.size))
        data = self._exactly(header.length)
        if self.version == VERSION_CHECKED or header.kind in (Kind.CNXN, Kind.AUTH):
            check_payload(header, data)
        else:
            assert header.checksum == 0
        return Packet(Kind(header.kind), header.arg0, header.arg1, data)

    def online(self) -> Host:
        """Take the phone's greeting."""
        assert self.receive().kind is Kind.CNXN
        return self

    def silent(self, seconds: float = 0.2) -> bool:
        """Whether nothing comes for so long."""
        self.link.settimeout(seconds)
        try:
            self.link.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return True
        finally:
            self.link.settimeout(5)
        return False

    def open(self, service: str, mine: int = 7) -> int:
        """The phone's number of the new stream; 0 where it was refused."""
        self.send(Kind.OPEN, mine, 0, service.encode() + b"\0")
        answer = self.receive()
        assert answer.arg1 == mine
        assert answer.kind is (Kind.OKAY if answer.arg0 else Kind.CLSE)
        return answer.arg0

    def drain(self, theirs: int, mine: int = 7) -> bytes:
        """All that the stream brings until the phone closes it."""
        found = b""
        while (packet := self.receive()).kind is not Kind.CLSE:
            assert (packet.arg0, packet.arg1) == (theirs, mine)
            if packet.kind is Kind.WRTE:
                found += packet.data
                self.send(Kind.OKAY, mine, theirs)
        return found

    def ask(self, service: str, mine: int = 7) -> bytes:
        """Open a service and take all that it brings."""
        return self.drain(self.open(service, mine), mine)

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self.link.recv(count - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()
