"""A link that breaks on purpose: a TCP proxy in front of a server that cuts chosen requests at a chosen stage.

Knows as much of HTTP/1.1 as it takes to tell where a request and an answer end. Does not know what they are about.
"""

from __future__ import annotations

import random
import re
import socket
import struct
import threading
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
PATIENCE = 30.0


class Stage(Enum):
    """Where in an exchange the link breaks."""

    BEFORE = "before the request"
    MIDDLE = "in the middle of the request"
    UNHEARD = "after the whole request, without waiting for an answer"
    ANSWERED = "after the server has answered, before the first byte of the answer"
    HALF_TOLD = "in the middle of the answer"


class CuttingProxy:
    """Passes connections on to a server on this machine, and cuts.

    port: the server's. method: only requests that begin with it are counted and cut ("POST /v1/perform"). cuts: the stage
    at which the n-th of them (from 0) is cut. Use it as a context manager; `cut` counts the cuts that were made.
    """

    def __init__(self, port: int, method: str, cuts: Mapping[int, Stage], *, seed: int = 0) -> None:
        self._target = port
        self._method = method.encode("ascii")
        self._cuts = dict(cuts)
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._seen = 0
        self.cut = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, name="cutting-proxy", daemon=True)

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        self.cut_all()
        for thread in self._threads:
            thread.join()

    def cut_all(self) -> int:
        """Break every connection that is open now; returns how many there were."""
        with self._lock:
            for link in self._open:
                with suppress(OSError):
                    link.shutdown(socket.SHUT_RDWR)
            return len(self._open) // 2

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self._target), PATIENCE) as server:
            with self._lock:
                self._open |= {client, server}
            try:
                while (request := _message(client)) and self._exchange(request, client, server):
                    pass
            finally:
                with self._lock:
                    self._open -= {client, server}

    def _exchange(self, request: bytes, client: socket.socket, server: socket.socket) -> bool:
        """Pass one request and its answer on; False where the link was cut."""
        stage = self._stage(request)
        if stage is Stage.BEFORE:
            return self._break(client)
        if stage is Stage.MIDDLE:
            server.sendall(request[: self._random.randrange(1, len(request))])
            return self._break(client)
        server.sendall(request)
        if stage is Stage.UNHEARD:
            return self._break(client)
        answer = _message(server)
        if stage is Stage.ANSWERED:
            return self._break(client)
        if stage is Stage.HALF_TOLD:
            client.sendall(answer[: self._random.randrange(1, len(answer))])
            return self._break(client)
        client.sendall(answer)
        return bool(answer)

    def _stage(self, request: bytes) -> Stage | None:
        if not request.startswith(self._method):
            return None
        with self._lock:
            number, self._seen = self._seen, self._seen + 1
            stage = self._cuts.get(number)
            self.cut += stage is not None
            return stage

    def _break(self, client: socket.socket) -> bool:
        if self._random.random() < 0.5:  # half of the links end with a reset instead of a farewell
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


def spread_cuts(requests: int, cuts: int, *, seed: int) -> dict[int, Stage]:
    """Which of many requests are cut, and where: random ones, every stage equally often."""
    chosen = random.Random(seed).sample(range(requests), cuts)
    return {number: list(Stage)[place % len(Stage)] for place, number in enumerate(chosen)}


def _message(link: socket.socket) -> bytes:
    """One whole request or answer with its body; empty where the other side has gone."""
    link.settimeout(PATIENCE)
    data = b""
    while b"\r\n\r\n" not in data:
        part = link.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    found = _LENGTH.search(head + b"\r\n")
    parts, missing = [data], (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        part = link.recv(min(missing, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
