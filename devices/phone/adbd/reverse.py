"""Reverse forwarding: ports of the phone that lead to the host.

Knows which addresses of the phone are forwarded, and asks the connection to open a stream. Does not know packets. No port
of this machine is opened for it: the phone's own commands are the only ones who can connect there.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from devices.phone.adbd.streams import Stream

_ADDRESS = re.compile(r"tcp:(\d{1,5})|local(?:abstract|filesystem|reserved)?:[^;]{1,100}", re.ASCII)
_FIRST_FREE = 40_000


class BadForward(Exception):
    """A request that cannot be met; str() goes to the host."""


class Reverses:
    """The forwardings of one connection. open: asks the host for a stream to an address there; raises OSError."""

    def __init__(self, open_stream: Callable[[str], Stream]) -> None:
        self._open = open_stream
        self._lock = threading.Lock()
        self._targets: dict[str, str] = {}

    def forward(self, address: str, target: str, *, rebind: bool) -> str:
        """Lead an address of the phone to one of the host; returns the port that "tcp:0" chose, else the one asked for."""
        found = _ADDRESS.fullmatch(address)
        if found is None or _ADDRESS.fullmatch(target) is None or int(found[1] or 0) > 65535:
            raise BadForward(f"cannot bind listener: unknown socket specification '{address[:100]}'")
        with self._lock:
            if found[1] is not None and int(found[1]) == 0:
                address = next(f"tcp:{port}" for port in range(_FIRST_FREE, 65536) if f"tcp:{port}" not in self._targets)
            if address in self._targets and not rebind:
                raise BadForward("cannot rebind existing socket")
            self._targets[address] = target
        return address.removeprefix("tcp:") if found[1] is not None else ""

    def remove(self, address: str) -> None:
        """Forget one; raises BadForward where there is none."""
        with self._lock:
            if self._targets.pop(address, None) is None:
                raise BadForward(f"listener '{address[:200]}' not found")

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._targets.clear()

    def listing(self) -> list[tuple[str, str]]:
        """Address on the phone and address on the host, in the order in which they were made."""
        with self._lock:
            return list(self._targets.items())

    def connect(self, address: str) -> Stream | None:
        """A stream to where an address of the phone leads; None for nowhere. Raises OSError where the host refuses."""
        with self._lock:
            target = self._targets.get(address)
        return None if target is None else self._open(target)

    def answer(self, request: str) -> bytes:
        """What the host gets for `reverse:REQUEST`."""
        try:
            match request.split(":", 1):
                case ["list-forward"]:
                    lines = "".join(f"host-1 {address} {target}\n" for address, target in self.listing()).encode()
                    return b"%04x" % len(lines) + lines
                case ["killforward-all"]:
                    self.clear()
                    return b"OKAY"
                case ["killforward", address]:
                    self.remove(address)
                    return b"OKAY"
                case ["forward", rest]:
                    rebind = not rest.startswith("norebind:")
                    address, semicolon, target = rest.removeprefix("norebind:").partition(";")
                    if not semicolon:
                        raise BadForward("bad forward: " + rest[:100])
                    port = self.forward(address, target, rebind=rebind).encode()
                    return b"OKAY" + (b"%04x" % len(port) + port if port else b"")
                case _:
                    raise BadForward(f"unknown request {request[:100]}")
        except BadForward as error:
            text = str(error).encode("utf-8", "replace")
            return b"FAIL%04x" % len(text) + text
