"""Run the server: bind, open the device, answer until somebody says stop, close the device.

Knows uvicorn and sockets. Does not know paths (app.py) or options as they are typed (devices/cli/serve.py).
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.base import Device
from devices.errors import BadOption, DeviceLost, MissingDependency
from devices.remote.gate import is_loopback
from devices.remote.logs import bridge_uvicorn
from devices.remote.served import Served

if TYPE_CHECKING:
    from uvicorn import Config

LEASE_SECONDS, HOLD_SECONDS = 30.0, 5.0
CLOSE_SECONDS = 10.0
"""Seconds that a device gets to close in order."""
GOODBYE_SECONDS = 3
"""Seconds that requests under way get to end."""
CONNECTIONS = 100
IDLE_SECONDS = 75


class StillOpen(DeviceLost):
    """The served device does not close; its thread goes on, so the process must be left by force."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and for whom a server answers.

    host: address to listen on. port: 0 for any free one. token: None lets everybody in, which only a loopback address may.
    certificate, key: PEM files; empty for plain HTTP. lease_seconds: how long a silent driver keeps its place.
    hold_seconds: how long an answer may wait for an action that is under way.
    """

    host: str = "127.0.0.1"
    port: int = 0
    token: str | None = field(default=None, repr=False)
    certificate: Path | None = None
    key: Path | None = None
    lease_seconds: float = LEASE_SECONDS
    hold_seconds: float = HOLD_SECONDS

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)


class RemoteServer:
    """A server that is bound and whose device is open; run() answers.

    opener: opens the device, in the thread that it will be used in. Raises what opening raises, BadOption for a place that
    cannot be had, MissingDependency.
    """

    def __init__(self, opener: Callable[[], Device], place: Place) -> None:
        if place.token is None and not place.loopback:
            raise BadOption(
                f"Without a token only this machine may drive; leave --no-token out, or listen on 127.0.0.1, not {place.host}."
            )
        self._server_kind, self._config_kind = _uvicorn()
        _check_certificate(place)
        self._socket = _bind(place)
        self.url = _url(place, self._socket)
        self._place = place
        self._served = Served(opener)
        try:
            self.info = self._served.open().result()
            self._server = self._make()
        except BaseException:
            self._socket.close()
            self._served.close()
            raise

    def run(self, announce: Callable[[str], None] = lambda _url: None) -> None:
        """Answer until stop(); then close the device. announce: called with the address once it answers.

        Raises StillOpen where the device does not close in CLOSE_SECONDS, and what closing it raises.
        """
        try:
            self._server.announce = lambda: announce(self.url)
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            closing = self._served.close()
            _wait(closing)

    def stop(self) -> None:
        """End run() soon; from any thread or signal handler."""
        self._server.should_exit = True

    def _make(self) -> Any:
        from devices.remote.app import create_app

        place = self._place
        app = create_app(
            self._served,
            token=place.token,
            own_hosts_only=place.loopback,
            lease_seconds=place.lease_seconds,
            hold=place.hold_seconds,
        )
        config = self._config_kind(
            app,
            http="h11",
            ws="websockets-sansio",
            ws_max_size=4096,
            ws_per_message_deflate=False,
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=GOODBYE_SECONDS,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.key,
        )
        return self._server_kind(config)


@contextmanager
def serving(opener: Callable[[], Device], place: Place) -> Iterator[RemoteServer]:
    """A server that answers in a thread of this program until the block ends."""
    server = RemoteServer(opener, place)
    ready = threading.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="remote-server") as pool:
        running = pool.submit(server.run, lambda _url: ready.set())
        running.add_done_callback(lambda _running: ready.set())  # where it ends before it answers
        ready.wait()
        try:
            yield server
        finally:
            server.stop()
            running.result()


def _uvicorn() -> tuple[type[Any], type[Config]]:
    try:
        import fastapi  # noqa: F401
        import websockets  # noqa: F401
        from uvicorn import Config, Server
    except ModuleNotFoundError as error:
        raise MissingDependency(f'Serving a device needs {error.name}; `pip install "fingertip[remote]"`.') from error

    class Quiet(Server):
        """Leaves signals to the program, and says when it answers."""

        announce: Callable[[], None] = staticmethod(lambda: None)

        def capture_signals(self) -> Any:
            return nullcontext()

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            self.announce()

    bridge_uvicorn()
    return Quiet, Config


def _check_certificate(place: Place) -> None:
    if place.certificate is None and place.key is None:
        return
    if place.certificate is None:
        raise BadOption("A TLS key needs its certificate; give --tls-cert as well.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(place.certificate, place.key)
    except (OSError, ssl.SSLError) as error:
        raise BadOption(
            f"The TLS certificate {place.certificate} and its key cannot be used ({error}); give PEM files."
        ) from error


def _bind(place: Place) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(place.host.strip("[]"), place.port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadOption(
            f"{place.host} is no address to listen on ({error.strerror}); give --host one of this machine."
        ) from error
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as error:
        bound.close()
        raise BadOption(
            f"Port {place.port} of {place.host} cannot be had ({error.strerror}); choose another --port, or 0 for any."
        ) from error
    return bound


def _url(place: Place, bound: socket.socket) -> str:
    host = f"[{place.host.strip('[]')}]" if ":" in place.host else place.host
    return f"{'http' if place.certificate is None else 'https'}://{host}:{bound.getsockname()[1]}"


def _wait(closing: Future[None]) -> None:
    try:
        closing.result(timeout=CLOSE_SECONDS)
    except Late:
        raise StillOpen(f"The served device did not close in {CLOSE_SECONDS:g} s; look after it.") from None
