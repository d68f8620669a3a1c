"""From what a person asks for to a server that runs: the token, the warnings, the signals.

Knows RemoteServer and the process that it runs in. Does not know the terminal: the caller says how to tell a person.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from types import FrameType

from devices.errors import BadOption
from devices.registry import open_device
from devices.remote.gate import is_loopback
from devices.remote.serving import Place, RemoteServer
from devices.remote.tokens import ENVIRONMENT, new_token, read_or_make_token, readable_by_others

PATIENCE = 3
"""How often Ctrl-C has to be pressed before the process leaves without closing anything."""


class Ended(Enum):
    """Why a server ended."""

    IN_ORDER = "in order"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for; the fields are the options of `python -m devices serve`."""

    device: str
    host: str
    port: int
    token_file: Path | None
    with_token: bool
    certificate: Path | None
    key: Path | None
    lease_seconds: float
    until_eof: bool


def lend(wish: Wish, *, ready: Callable[[str], None], say: Callable[[str], None]) -> Ended:
    """Serve a device until Ctrl-C, SIGTERM, or the end of standard input where that was wished for.

    ready: told the address once drivers can connect. say: told what a person must know. Raises DeviceError.
    """
    token, words = _token(wish)
    if wish.certificate is None and not is_loopback(wish.host):
        say("Without TLS, the token and the pictures can be read on the network; give --tls-cert and --tls-key.")
    place = Place(
        host=wish.host,
        port=wish.port,
        token=token,
        certificate=wish.certificate,
        key=wish.key,
        lease_seconds=wish.lease_seconds,
    )
    with _signals() as stopper:
        server = RemoteServer(partial(open_device, wish.device), place)
        stopper.stop_with(server.stop)
        if words:
            say(words)
        if wish.until_eof:
            threading.Thread(target=_wait_for_end, args=(server.stop,), name="stdin", daemon=True).start()
        server.run(ready)
    return Ended.INTERRUPTED if stopper.interrupted else Ended.IN_ORDER


def _token(wish: Wish) -> tuple[str | None, str]:
    """The token, and what a person must know of it."""
    if not wish.with_token:
        if wish.token_file is not None:
            raise BadOption("--no-token and --token-file contradict each other; leave one out.")
        return None, "Without a token, every program and every user of this machine can drive the device."
    if wish.token_file is None:
        token = new_token()
        return token, f"{ENVIRONMENT}={token}"
    token, made = read_or_make_token(wish.token_file)
    if made:
        return token, f"Wrote a new token to {wish.token_file}."
    if readable_by_others(wish.token_file):
        return token, f"Others on this machine can read the token in {wish.token_file}; `chmod 600` it."
    return token, ""


class _Stopper:
    """Turns signals into the end of a server, also those that come before there is one."""

    def __init__(self) -> None:
        self.interrupted = False
        self._pressed = 0
        self._stop: Callable[[], None] | None = None

    def stop_with(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        if self._pressed:
            stop()

    def handle(self, number: int, _frame: FrameType | None) -> None:
        self._pressed += 1
        self.interrupted = self.interrupted or number == signal.SIGINT
        if self._pressed == 1 and self._stop is not None:
            self._stop()
        elif self._pressed >= PATIENCE:
            os._exit(130)
        elif self._pressed > 1:
            os.write(2, b"Closing; once more to leave at once.\n")


@contextmanager
def _signals() -> Iterator[_Stopper]:
    stopper = _Stopper()
    before = {number: signal.signal(number, stopper.handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopper
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_end(stop: Callable[[], None]) -> None:
    while os.read(0, 4096):  # not sys.stdin: its lock would be held while the interpreter ends
        pass
    stop()
