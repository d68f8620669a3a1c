"""One host's connection: the handshake, then its streams.

Knows what each packet means. Does not know how connections come about or how a service works inside.
Everything here runs in the event loop's thread; only what is handed to send() and to the workers crosses threads.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from devices.phone.adbd import auth
from devices.phone.adbd.reverse import Reverses
from devices.phone.adbd.services import Phone, Service, find_service
from devices.phone.adbd.streams import Stream, StreamClosed
from devices.phone.adbd.wire import (
    HEADER,
    MAX_DATA,
    MIN_DATA,
    VERSION,
    VERSION_CHECKED,
    Header,
    Kind,
    Packet,
    ProtocolError,
    check_payload,
    decode_header,
    encode,
    text_of,
)
from devices.phone.adbd.workers import Workers

MAX_STREAMS = 512
"""Most open streams of one connection; an OPEN beyond is refused."""
OPEN_DEADLINE = 5.0
"""Seconds that the host has to answer an OPEN of ours."""
LINGER = 1.0
"""Seconds that a command behind `exec:` keeps when the host hung up without having sent anything."""


@dataclass(slots=True)
class Gate:
    """Who may come in.

    authorise: asks a person about a public key; may block. None: everybody comes in without AUTH.
    known: the trusted keys by the bytes in which the host sent them.
    """

    authorise: Callable[[bytes], bool] | None
    known: dict[bytes, auth.PublicKey]
    asking: dict[bytes, asyncio.Future[bool]] = field(default_factory=dict)

    def fits(self, token: bytes, signature: bytes) -> bool:
        """Whether a trusted key signed the token."""
        return any(key.fits(token, signature) for key in self.known.values())

    async def ask(self, blob: bytes) -> bool:
        """Let a person decide on a key; the same key is not asked for twice at a time."""
        try:
            key = auth.parse_public_key(blob)
        except auth.BadKey:
            return False
        answer = self.asking.get(blob)
        if answer is None:
            answer = self.asking[blob] = self._start_asking(blob)
        try:
            allowed = await asyncio.shield(answer)
        finally:
            if answer.done():
                self.asking.pop(blob, None)
        if allowed:
            self.known[blob] = key
        return allowed

    def _start_asking(self, blob: bytes) -> asyncio.Future[bool]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        authorise = self.authorise

        def decide() -> None:
            allowed = False
            try:
                allowed = authorise is not None and authorise(blob)
            finally:
                with suppress(RuntimeError):  # the server has stopped meanwhile
                    loop.call_soon_threadsafe(_resolve, answer, allowed)

        threading.Thread(target=decide, name="adbd-authorise", daemon=True).start()
        return answer


def _resolve(answer: asyncio.Future[bool], allowed: bool) -> None:
    if not answer.done():
        answer.set_result(allowed)


class Connection:
    """muted: whether packets are swallowed both ways, as on a half-open link. greeting: the banner of CNXN."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        phone: Phone,
        gate: Gate,
        workers: Workers,
        greeting: bytes,
        muted: Callable[[], bool],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._phone = phone
        self._gate = gate
        self._workers = workers
        self._greeting = greeting
        self._muted = muted
        self._loop = asyncio.get_running_loop()
        self._state: Literal["waiting", "authorising", "online"] = "waiting"
        self._token = b""
        self._version = VERSION
        self._limit = MIN_DATA
        self._streams: dict[int, Stream] = {}
        self._last_stream = 0
        self._decisions: set[asyncio.Task[None]] = set()
        self.reverses = Reverses(self.open_to_host)

    @property
    def open_streams(self) -> int:
        """Streams that are not closed yet."""
        return len(self._streams)

    async def serve(self) -> None:
        """Handle packets until either side ends the connection."""
        try:
            while True:
                header = decode_header(await self._reader.readexactly(HEADER.size))
                data = await self._reader.readexactly(header.length)
                if not self._muted():
                    self._handle(header, data)
        except (asyncio.IncompleteReadError, ConnectionError, ProtocolError):
            pass  # the other end hung up, or speaks something else: both end this connection and nothing more
        finally:
            self.reset()

    def reset(self) -> None:
        """End the connection at once, with a RST."""
        link = self._writer.get_extra_info("socket")
        with suppress(OSError):  # it may be closed already
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        self._lose_streams()
        for decision in self._decisions:
            decision.cancel()

    def revoke(self) -> None:
        """Trust the host no longer: it turns `unauthorized` at once."""
        if self._state == "online":
            self._lose_streams()
            self._challenge()

    def _lose_streams(self) -> None:
        for stream in list(self._streams.values()):
            stream.on_lost()
        self._streams.clear()

    # sending

    def _post(self, packet: Packet) -> None:
        """Send from any thread. Always by way of the loop's queue, so that packets keep their order."""
        with suppress(RuntimeError):  # the loop has ended, and the connection with it
            self._loop.call_soon_threadsafe(self._write, packet)

    def _write(self, packet: Packet) -> None:
        if not self._muted() and not self._writer.transport.is_closing():
            self._writer.write(encode(packet, checked=self._version == VERSION_CHECKED))

    def _forget(self, local: int) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._streams.pop, local, None)

    # handshake

    def _handle(self, header: Header, data: bytes) -> None:
        if self._state == "online" and self._version == VERSION_CHECKED:
            check_payload(header, data)
        match header.kind:
            case Kind.CNXN:
                self._on_connect(header)
            case Kind.AUTH:
                self._on_auth(header.arg0, data)
            case _ if self._state != "online":
                pass
            case Kind.OPEN:
                self._on_open(header.arg0, text_of(data))
            case Kind.WRTE | Kind.OKAY | Kind.CLSE:
                self._on_stream(Kind(header.kind), header.arg1, header.arg0, data)
            case _:
                pass  # a command that is not spoken here

    def _on_connect(self, header: Header) -> None:
        if header.arg0 < VERSION_CHECKED or header.arg1 < 64:
            raise ProtocolError(f"version {header.arg0:#x} with payloads of {header.arg1} bytes is not spoken here")
        self._lose_streams()
        self._version, self._limit = min(VERSION, header.arg0), min(MAX_DATA, header.arg1)
        if self._gate.authorise is None:
            self._welcome()
        else:
            self._challenge()

    def _welcome(self) -> None:
        self._state = "online"
        self._post(Packet(Kind.CNXN, self._version, MAX_DATA, self._greeting))

    def _challenge(self) -> None:
        self._state = "authorising"
        self._token = auth.new_token()
        self._post(Packet(Kind.AUTH, auth.TOKEN, 0, self._token))

    def _on_auth(self, kind: int, data: bytes) -> None:
        if self._state != "authorising":
            return
        if kind == auth.SIGNATURE:
            if self._gate.fits(self._token, data):
                self._welcome()
            else:
                self._challenge()  # the host tries its next key
        elif kind == auth.PUBLIC_KEY and not self._decisions:
            decision = asyncio.ensure_future(self._decide(data))
            self._decisions.add(decision)
            decision.add_done_callback(self._decisions.discard)

    async def _decide(self, blob: bytes) -> None:
        if await self._gate.ask(blob) and self._state == "authorising":
            self._welcome()

    # streams

    def _on_open(self, remote: int, name: str) -> None:
        service = find_service(name, self._phone, self.reverses) if remote else None
        if service is None or len(self._streams) >= MAX_STREAMS:
            self._post(Packet(Kind.CLSE, 0, remote))
            return
        self._last_stream = self._last_stream % 0x7FFFFFFF + 1
        stream = Stream(self._last_stream, remote, self._limit, self._post, self._forget, lingers=service.lingers)
        self._streams[stream.local] = stream
        self._post(Packet(Kind.OKAY, stream.local, remote))
        self._workers.submit(lambda: _work(service, stream, self._limit))

    def open_to_host(self, address: str) -> Stream:
        """A stream to an address of the host ("tcp:8081"); blocks, so not for the loop's thread. Raises OSError if refused."""
        stream = asyncio.run_coroutine_threadsafe(self._open_to_host(address), self._loop).result(OPEN_DEADLINE)
        if not stream.wait_opened(OPEN_DEADLINE):
            stream.finish()
            raise ConnectionRefusedError(111, "Connection refused", address)
        return stream

    async def _open_to_host(self, address: str) -> Stream:
        if self._state != "online" or len(self._streams) >= MAX_STREAMS:
            raise ConnectionRefusedError(111, "Connection refused", address)
        self._last_stream = self._last_stream % 0x7FFFFFFF + 1
        stream = Stream(self._last_stream, 0, self._limit, self._post, self._forget, lingers=False)
        self._streams[stream.local] = stream
        self._post(Packet(Kind.OPEN, stream.local, 0, address.encode() + b"\0"))
        return stream

    def _on_stream(self, kind: Kind, local: int, remote: int, data: bytes) -> None:
        stream = self._streams.get(local)
        if stream is not None and stream.remote == 0 and kind is Kind.OKAY:
            stream.on_opened(remote)  # the host's answer to our OPEN
            return
        if stream is None or (stream.remote != remote and not (stream.remote == 0 and kind is Kind.CLSE)):
            if kind is Kind.WRTE:
                self._post(Packet(Kind.CLSE, local, remote))
            return
        match kind:
            case Kind.WRTE:
                stream.on_data(data)
            case Kind.OKAY:
                stream.on_okay()
            case _:
                if stream.on_close():
                    self._loop.call_later(LINGER, stream.cancelled.set)


def _work(service: Service, stream: Stream, limit: int) -> None:
    try:
        if not stream.cancelled.is_set():
            service.run(stream, limit)
    except StreamClosed:
        pass  # the host does not want the rest
    finally:  # also after an error that nobody foresaw: the host must not wait for ever
        stream.finish()
