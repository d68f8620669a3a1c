"""The ADB server of a phone: listens on loopback, in a thread of its own.

Knows how hosts come and go, and how to imitate a bad cable. Does not know what a packet means.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from devices.phone.adbd import auth
from devices.phone.adbd.connection import Connection, Gate
from devices.phone.adbd.faults import Faults
from devices.phone.adbd.files import Files
from devices.phone.adbd.services import Phone
from devices.phone.adbd.shell import Shell
from devices.phone.adbd.streams import Stream
from devices.phone.adbd.wire import banner as banner_bytes
from devices.phone.adbd.workers import Workers

Result = TypeVar("Result")
HOST = "127.0.0.1"
STOP_DEADLINE = 5.0
"""Seconds that stop() gives running commands to notice that they were cancelled."""


@dataclass(frozen=True, slots=True)
class Banner:
    """What the phone calls itself. kind: `device`, or `recovery` for a phone that is in recovery mode."""

    product: str
    model: str
    device: str
    kind: str = "device"


class AdbServer:
    """Hosts connect to it as to a phone.

    shell_factory: a new shell for every stream. framebuffer: (width, height, RGBA bytes), called in a worker thread.
    authorise: decides on a public key that is not known, in a thread of its own; may block until a person has decided.
    None: no AUTH at all. known_keys: public keys as hosts send them, and as `adbkey.pub` holds them; raises BadKey.
    on_reboot: told the target of `adb reboot`; the connection drops afterwards in any case.
    properties: more `key=value` pairs for the banner. faults: what goes wrong on demand. workers: most commands and transfers
    at a time; others wait.
    """

    def __init__(
        self,
        shell_factory: Callable[[], Shell],
        files: Files,
        banner: Banner,
        *,
        framebuffer: Callable[[], tuple[int, int, bytes]],
        authorise: Callable[[bytes], bool] | None = None,
        known_keys: Iterable[bytes] = (),
        on_reboot: Callable[[str], None] | None = None,
        properties: Mapping[str, str] | None = None,
        faults: Faults | None = None,
        workers: int = 32,
    ) -> None:
        self._on_reboot = on_reboot
        self.faults = faults or Faults()
        self._phone = Phone(shell_factory, files, framebuffer, self._reboot, self.faults)
        self._gate = Gate(authorise, {blob: auth.parse_public_key(blob) for blob in known_keys})
        self._workers = Workers(workers)
        names = {"ro.product.name": banner.product, "ro.product.model": banner.model, "ro.product.device": banner.device}
        self._greeting = banner_bytes(banner.kind, {**names, **(properties or {})})
        self._muted = self._swallowing = self._cut = False
        self._port = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: asyncio.Server | None = None
        self._stopping: asyncio.Event | None = None
        self._connections: set[Connection] = set()
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; 0 before the first start()."""
        return self._port

    @property
    def serial(self) -> str:
        """The address for `adb connect`."""
        return f"{HOST}:{self._port}"

    @property
    def connections(self) -> int:
        """Hosts that are connected now."""
        return len(self._connections)

    @property
    def open_streams(self) -> int:
        """Streams of all connections that are not closed yet."""
        return sum(connection.open_streams for connection in tuple(self._connections))

    @property
    def busy_workers(self) -> int:
        """Commands and transfers that run now."""
        return self._workers.busy

    @property
    def known_keys(self) -> tuple[bytes, ...]:
        """The public keys that are trusted now, for the phone to remember."""
        return tuple(self._gate.known)

    def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1; 0 takes a free port. Returns the port. Raises OSError where it cannot be had."""
        if self._thread is not None:
            raise OSError("this server runs already")
        link = socket.create_server((HOST, port))
        self._port = link.getsockname()[1]
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main(link, ready)), name="adbd", daemon=True)
        self._thread.start()
        ready.wait()
        return self._port

    def stop(self) -> None:
        """End all connections, cancel all commands and wait until they have ended, at most STOP_DEADLINE seconds."""
        thread, loop, stopping = self._thread, self._loop, self._stopping
        if thread is None or loop is None or stopping is None:
            return
        loop.call_soon_threadsafe(stopping.set)
        thread.join()
        self._thread = self._loop = self._stopping = None
        self._workers.wait_idle(STOP_DEADLINE)

    def connect(self, address: str) -> Stream:
        """A stream from the phone to an address of its own that a host has forwarded (`adb reverse`); raises OSError."""
        for connection in tuple(self._connections):
            stream = connection.reverses.connect(address)
            if stream is not None:
                return stream
        raise ConnectionRefusedError(111, "Connection refused", address)

    # faults

    def offline(self, seconds: float, delay: float = 0.0) -> None:
        """Pull the cable and plug it in again after so many seconds. May be called by a command of this very phone.

        delay: seconds until then, so that such a command can still answer.
        """
        self._call(self._trouble(self._go_offline, seconds, delay))

    def half_open(self, seconds: float, delay: float = 0.0) -> None:
        """Swallow all packets for so many seconds: connections stay and nothing comes through. At the end they drop, as those
        of a half-open link do when a packet gets through at last: what was swallowed is missing in them.
        """
        self._call(self._trouble(self._go_mute, seconds, delay))

    def recover(self) -> None:
        """End offline() and half_open() at once. Raises OSError where the port was taken meanwhile."""
        self._call(self._recover())

    def unplug(self) -> None:
        """Pull the cable: nobody listens any more, all connections end with a RST."""
        self._call(self._unplug())

    def replug(self) -> None:
        """Plug it in again, at the same port. Raises OSError where the port was taken meanwhile."""
        self._call(self._replug())

    def drop(self) -> None:
        """End all connections with a RST and keep listening."""
        self._call(self._drop())

    def mute(self, on: bool = True) -> None:
        """Swallow all packets in both directions, as a half-open link does; connections stay."""
        self._muted = on

    def require_auth(self, authorise: Callable[[bytes], bool] = lambda _: False) -> None:
        """Forget all keys and ask for AUTH from now on; hosts that are online turn `unauthorized` at once."""
        self._call(self._require_auth(authorise))

    def waive_auth(self) -> None:
        """Let everybody in from the next connection on."""
        self._gate.authorise = None

    # the loop's thread

    def _call(self, action: Coroutine[Any, Any, Result]) -> Result:
        loop = self._loop
        if loop is None:
            action.close()
            raise OSError("this server does not run")
        return asyncio.run_coroutine_threadsafe(action, loop).result()

    async def _main(self, link: socket.socket, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        self._listener = await asyncio.start_server(self._serve, sock=link)
        ready.set()
        await self._stopping.wait()
        await self._unplug()
        while self._connections:  # their tasks end as soon as they see the RST
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(reader, writer, self._phone, self._gate, self._workers, self._greeting, lambda: self._muted)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)

    async def _unplug(self) -> None:
        if self._listener:
            self._listener.close()
            self._listener = None
        await self._drop()

    async def _replug(self) -> None:
        if self._listener is None:
            link = socket.create_server((HOST, self._port))
            self._listener = await asyncio.start_server(self._serve, sock=link)

    async def _trouble(self, begin: Callable[[], Coroutine[Any, Any, None]], seconds: float, delay: float) -> None:
        """Begin a trouble, now or after a delay, and end it; one that went on before ends with it."""
        await self._forget_errands()
        if delay:
            self._later(delay, lambda: self._trouble(begin, seconds, 0))
            return
        await self._recover()
        await begin()
        self._later(seconds, self._end_trouble)

    def _later(self, seconds: float, errand: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            self._errands.discard(task)  # from here on, nobody may cancel it: it is itself what ends errands
            await errand()

        task = asyncio.get_running_loop().create_task(wait())
        self._errands.add(task)

    async def _forget_errands(self) -> None:
        for task in tuple(self._errands):
            task.cancel()
        self._errands.clear()

    async def _end_trouble(self) -> None:
        with suppress(OSError):  # somebody else took the port meanwhile: the phone stays offline
            if self._stopping and not self._stopping.is_set():
                await self._recover()

    async def _recover(self) -> None:
        await self._forget_errands()
        if self._swallowing:
            self._swallowing = self._muted = False
            self._reset_all()
        if self._cut:
            self._cut = False
            await self._replug()

    async def _go_offline(self) -> None:
        self._cut = True
        await self._unplug()

    async def _go_mute(self) -> None:
        self._swallowing = self._muted = True

    async def _drop(self) -> None:
        self._reset_all()

    def _reset_all(self) -> None:
        for connection in tuple(self._connections):
            connection.reset()

    async def _require_auth(self, authorise: Callable[[bytes], bool]) -> None:
        self._gate.authorise = authorise
        self._gate.known.clear()
        for connection in tuple(self._connections):
            connection.revoke()

    def _reboot(self, target: str) -> None:
        if self._on_reboot:
            self._on_reboot(target)
        if self._loop:
            with suppress(RuntimeError):  # the server was stopped meanwhile
                self._loop.call_soon_threadsafe(self._reset_all)
