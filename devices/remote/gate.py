"""What every request must pass before anything else looks at it: host, origin, token, size, time.

An ASGI layer around the whole application, so that no path, not even one that does not exist, answers without the token.
Knows ASGI's messages. Does not know paths or devices.

A request from a web page is refused whatever it carries: browsers name its origin (Fetch standard, `Origin` and
`Sec-Fetch-Site`). Where only this machine may connect, so is a host name that is not this machine's, because a name server
in somebody else's hands can make any name point here (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING

from devices.remote.messages import MARK, PROTOCOL, Trouble
from devices.remote.tokens import ENVIRONMENT, same

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 512 * 1024
"""Bytes of the largest body: 20,000 characters of text, each written as two escapes of six bytes, and room to spare."""
LENGTH_DIGITS = 12
BODY_SECONDS = 10.0
STATUS: Mapping[str, int] = {
    "WrongToken": 401,
    "WebPage": 403,
    "Unauthorized": 502,
    "Busy": 409,
    "LeaseTaken": 409,
    "LeaseUnknown": 410,
    "OtherProtocol": 400,
    "NoSuchPath": 404,
    "BadRequest": 422,
    "TooLarge": 413,
    "Superseded": 409,
    "DeviceLost": 502,
}
"""HTTP's number for each kind of trouble; 503 for all others. Clients of ours read the kind, not the number."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def status_of(trouble: Trouble) -> int:
    """HTTP's number for some trouble."""
    return STATUS.get(trouble.kind, 503)


class Gate:
    """token: what each request must carry as `Authorization: Bearer …`; None lets everybody in.

    own_hosts_only: refuse requests that name another host than this machine. body_seconds: for a body to arrive.
    """

    def __init__(self, app: ASGIApp, *, token: str | None, own_hosts_only: bool, body_seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._token = token
        self._own_hosts_only = own_hosts_only
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        trouble = self._judge(headers)
        if trouble is None and scope["type"] == "http":
            body = await _body(receive, self._body_seconds)
            if isinstance(body, bytes):
                await self._app(scope, _replay(body, receive), send)
                return
            trouble = body
            if trouble is None:  # it broke off: nobody is there to answer
                return
        if trouble is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await _refuse(scope, send, trouble)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _judge(self, headers: Mapping[str, str]) -> Trouble | None:
        host = headers.get("host", "")
        name, colon, port = host.rpartition(":")
        name = name if colon and port.isdigit() else host
        if self._own_hosts_only and not is_loopback(name):
            return Trouble(kind="WebPage", message="This server answers only to its own address on this machine.")
        if "origin" in headers or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return Trouble(kind="WebPage", message="This server does not answer to web pages.")
        if self._token is not None:
            scheme, _, given = headers.get("authorization", "").partition(" ")
            if not same(given.strip(), self._token) or scheme.lower() != "bearer":
                return Trouble(
                    kind="WrongToken",
                    message="The server does not accept this token, or got none; put the one that it printed into "
                    f"{ENVIRONMENT}, or name its file: token_file=FILE.",
                )
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and (len(length) > LENGTH_DIGITS or int(length) > BODY_LIMIT):
            return _too_large()
        return None


async def _body(receive: Receive, seconds: float) -> bytes | Trouble | None:
    """All of a body, why it is not taken, or None where the connection broke before its end."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > BODY_LIMIT:
                    return _too_large()
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        return Trouble(kind="BadRequest", message=f"The request did not arrive in {seconds:g} s; send it again.")


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(scope: Scope, send: Send, trouble: Trouble) -> None:
    kind = "http.response" if scope["type"] == "http" else "websocket.http.response"
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"connection", b"close")]
    headers.append((MARK.lower().encode(), str(PROTOCOL).encode()))
    if trouble.kind == "WrongToken":
        headers.append((b"www-authenticate", b"Bearer"))
    body = trouble.model_dump_json().encode()
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": f"{kind}.start", "status": status_of(trouble), "headers": headers})
    await send({"type": f"{kind}.body", "body": body})


def _too_large() -> Trouble:
    return Trouble(kind="TooLarge", message=f"The request is larger than {BODY_LIMIT} bytes, so nothing was done.")
