"""The transports: standard input and output for a client that starts the server itself, HTTP on loopback for others.

Knows streams, sockets and the token. Does not know tools. Over HTTP nothing is answered without the token, and the server
listens on 127.0.0.1 alone: for another machine, use a tunnel.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from agent.mcp.holder import Wish
from devices.errors import DeviceLost, MissingDependency

if TYPE_CHECKING:
    from mcp.server import Server
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
PATH = "/mcp"
CLOSING = 5
"""Seconds that connections get to end after a signal."""


def serve_stdio(wish: Wish, *, max_pixels: int | None = None) -> None:
    """Serve the client at the other end of standard input and output until it hangs up.

    Whatever else writes to standard output meanwhile lands on standard error. Raises MissingDependency.
    """
    _check_installed()
    import anyio
    from mcp.server.stdio import stdio_server

    from agent.mcp.server import make_server

    server, holder = make_server(wish, max_pixels=max_pixels)

    async def talk() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    with closing(holder):
        anyio.run(talk)


def serve_http(
    wish: Wish, *, port: int, token: str, ready: Callable[[str], None], max_pixels: int | None = None, verbose: bool = False
) -> None:
    """Serve streamable HTTP on loopback until a signal ends it. port: 0 takes any free one. ready: is told the address.

    Raises MissingDependency, DeviceLost where the port is taken.
    """
    _check_installed()
    import anyio
    import uvicorn

    from agent.mcp.server import make_server

    with closing(_listening(port)) as listener:
        server, holder = make_server(wish, max_pixels=max_pixels)
        config = uvicorn.Config(
            _guarded(server, token),
            log_level="info" if verbose else "warning",
            log_config=None,
            timeout_graceful_shutdown=CLOSING,
        )
        ready(f"http://{LOOPBACK}:{listener.getsockname()[1]}{PATH}")
        with closing(holder):
            anyio.run(uvicorn.Server(config).serve, [listener])


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def _guarded(server: Server[None], token: str) -> ASGIApp:
    """The application of a server, for those who know the token."""
    from starlette.responses import PlainTextResponse

    inner = server.streamable_http_app(streamable_http_path=PATH, host=LOOPBACK)
    wanted = f"Bearer {token}".encode()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "http" and not secrets.compare_digest(given, wanted):
            refusal = PlainTextResponse("Say who you are: Authorization: Bearer TOKEN.", 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        await inner(scope, receive, send)

    return app


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise DeviceLost(
            f"Nobody can listen on {LOOPBACK}:{port} ({error.strerror}): name another port with --port."
        ) from error
    return listener


def _check_installed() -> None:
    try:
        import mcp  # noqa: F401  # only to see whether it is there
    except ModuleNotFoundError as error:
        raise MissingDependency(
            'The server needs the package mcp, which is not installed: pip install "fingertip[mcp]".'
        ) from error
