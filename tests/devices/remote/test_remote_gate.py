"""Without the token nothing is reachable, and what is hostile or spoilt does nothing and says so."""

from __future__ import annotations

import itertools
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import uvicorn
from fastapi.routing import APIRoute, APIWebSocketRoute
from lending import TOKEN, Raw, drive, lent, pictures, port_of

from devices.actions import Tap
from devices.errors import ActionRefused, BadOption, DeviceLost, Unauthorized
from devices.remote.app import routes
from devices.remote.client import RemoteDevice
from devices.remote.gate import BODY_LIMIT, Gate
from devices.remote.link import Link
from devices.remote.served import Served
from devices.remote.serving import Place, RemoteServer
from devices.remote.tokens import same
from devices.remote.watching import watching
from devices.scripted import ScriptedDevice

NUMBERS = itertools.count(1)
WRONG = ["", "x" * 24, TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "\xe9" * 24]


@pytest.fixture(scope="module")
def lending() -> Iterator[tuple[RemoteServer, ScriptedDevice]]:
    """One server and its device for all that does nothing to it."""
    device = ScriptedDevice(pictures())
    with lent(device) as server:
        yield server, device
    assert device.performed == []


@pytest.fixture
def server(lending: tuple[RemoteServer, ScriptedDevice]) -> RemoteServer:
    return lending[0]


def test_without_the_token_no_path_answers(server: RemoteServer) -> None:
    """Every route of the application, each method, paths that do not exist, and the documents that FastAPI usually offers."""
    served = Served(lambda: ScriptedDevice(pictures()))
    listed = routes(served, 30.0, 5.0).routes
    served.close()
    paths = [route for route in listed if isinstance(route, APIRoute)]
    sockets = [route.path for route in listed if isinstance(route, APIWebSocketRoute)]
    assert len(paths) + len(sockets) == len(listed) == 8
    wanted = {(method, route.path.replace("{lease}", "driver-number-one")) for route in paths for method in route.methods}
    wanted |= {
        (method, path) for method in ("GET", "POST", "OPTIONS", "HEAD") for path in ("/", "/docs", "/openapi.json", "/x")
    }
    wanted |= {("GET", path) for path in sockets}
    for token in WRONG:
        for method, path in sorted(wanted):
            assert _status(server.url, method, path, f"Authorization: Bearer {token}") == 401, (method, path)
        for path in sockets:
            assert _handshake(server.url, path, f"Authorization: Bearer {token}") == 401
    assert _handshake(server.url, sockets[0], "Authorization: Basic " + TOKEN) == 401
    assert _handshake(server.url, sockets[0]) == 401
    assert _handshake(server.url, sockets[0], f"Authorization: Bearer {TOKEN}") == 101
    assert Raw(server.url)("GET", "/v1/health").json()["holder"] == ""


def test_a_wrong_token_is_unauthorized_for_the_driver_and_the_watcher(server: RemoteServer) -> None:
    for token in ("", "y" * 20):
        with pytest.raises(Unauthorized, match="does not accept this token") as caught:
            drive(server.url, token)
        assert TOKEN not in str(caught.value)
        with pytest.raises(Unauthorized), watching(server.url, token):
            pass


def test_tokens_are_compared_whole() -> None:
    assert same(TOKEN, TOKEN)
    assert not any(same(TOKEN, other) for other in [*WRONG, "\ud800"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8765"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "192.168.1.7"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_web_pages_and_foreign_names_are_refused_even_with_the_token(headers: dict[str, str], server: RemoteServer) -> None:
    assert Raw(server.url)("GET", "/v1/health", headers=headers).status_code == 403
    lines = [f"{name}: {value}" for name, value in headers.items()]
    assert _handshake(server.url, "/v1/stream", f"Authorization: Bearer {TOKEN}", *lines) == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "127.9.9.9", "[::1]", "[::1]:8765"])
def test_own_names_are_good(host: str, server: RemoteServer) -> None:
    assert Raw(server.url)("GET", "/v1/health", headers={"Host": host}).status_code == 200


def test_no_page_may_read_an_answer(server: RemoteServer) -> None:
    answer = Raw(server.url)("GET", "/v1/health")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers


def test_huge_bodies_are_refused_whether_they_say_so_or_not(server: RemoteServer) -> None:
    raw = Raw(server.url)
    said = raw("POST", "/v1/perform", content=b"x" * (BODY_LIMIT + 1))
    assert (said.status_code, said.json()["kind"]) == (413, "TooLarge")
    crept = raw("POST", "/v1/perform", content=iter([b"x" * 65536] * 9))
    assert (crept.status_code, crept.json()["kind"]) == (413, "TooLarge")
    assert raw("GET", "/v1/health").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"lease": 1}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": ' * 5_000,
        json.dumps({"lease": "driver-number-one", "number": 10**400, "action": {}, "frame": {}}).encode(),
    ],
    ids=["empty", "torn", "list", "null", "type", "bytes", "deep list", "deep object", "number"],
)
def test_bad_json_is_a_bad_request(body: bytes, server: RemoteServer) -> None:
    for path in ("/v1/perform", "/v1/lease"):
        answer = Raw(server.url)("POST", path, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["kind"]) == (422, "BadRequest")
    assert Raw(server.url)("GET", "/v1/health").status_code == 200


@pytest.mark.parametrize(
    "action",
    [
        {"kind": "explode"},
        {"kind": "tap", "x": 1.0, "y": 0.5},
        {"kind": "tap", "x": "nan", "y": 0.5},
        {"kind": "tap", "x": 0.5, "y": 0.5, "z": 1},
        {"kind": "wait", "seconds": 1e9},
        {"kind": "type", "text": "secret" * 4000},
        {"kind": "hotkey", "keys": ["ctrl", "nonsense key"]},
        {},
        "tap",
    ],
)
def test_unknown_actions_do_nothing(action: Any, server: RemoteServer) -> None:
    raw = Raw(server.url)
    answer = raw.order(raw.lease(), next(NUMBERS), action)
    assert answer["kind"] == "BadRequest"
    assert "secret" not in answer["message"]


@pytest.mark.parametrize(
    "mark",
    [
        {"width": 91},
        {"height": 1},
        {"rotation": 1},
        {"sequence": 10_000},
        {"width": 100_000, "height": 100_000},
    ],
)
def test_a_frame_of_another_size_or_time_turns_the_action_away(mark: dict[str, object], server: RemoteServer) -> None:
    raw = Raw(server.url)
    answer = raw.order(raw.lease(), next(NUMBERS), {"kind": "tap", "x": 0.5, "y": 0.5}, **mark)
    assert answer["state"] == "failed"
    assert answer["trouble"]["kind"] == "ScreenTurned"


@pytest.mark.parametrize("mark", [{"width": 0}, {"rotation": 4}, {"sequence": -1}, {"width": 10**9}])
def test_a_frame_that_cannot_be_is_a_bad_request(mark: dict[str, object], server: RemoteServer) -> None:
    raw = Raw(server.url)
    assert raw.order(raw.lease(), next(NUMBERS), {"kind": "tap", "x": 0.5, "y": 0.5}, **mark)["kind"] == "BadRequest"


@pytest.mark.parametrize(
    "query", [{"format": "gif"}, {"settle": "1e9"}, {"settle": "nan"}, {"settle": "1"}, {"known": "x" * 65}]
)
def test_odd_questions_are_bad_requests(query: dict[str, str], server: RemoteServer) -> None:
    assert Raw(server.url)("GET", "/v1/frame", params=query).status_code == 422
    assert _handshake(server.url, "/v1/stream?format=gif", f"Authorization: Bearer {TOKEN}") == 403


def test_another_protocol_is_named(server: RemoteServer) -> None:
    answer = Raw(server.url)("POST", "/v1/lease", {"protocol": 2, "driver": "driver-number-one", "holder": "x"}).json()
    assert answer["kind"] == "OtherProtocol"
    assert "version 1" in answer["message"]
    assert Raw(server.url)("GET", "/v2/frame").json()["kind"] == "NoSuchPath"


def test_a_body_that_does_not_come_is_given_up() -> None:
    served = Served(lambda: ScriptedDevice(pictures()))
    served.close().result()
    gate = Gate(routes(served, 30.0, 5.0), token=TOKEN, own_hosts_only=True, body_seconds=0.2)
    with _asgi(gate) as url, socket.create_connection(("127.0.0.1", port_of(url)), 5) as link:
        head = f"POST /v1/perform HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 9\r\n\r\n{{"
        link.sendall(head.encode())
        assert b" 422 " in link.recv(65536).partition(b"\r\n")[0]


def test_no_token_means_loopback_only() -> None:
    with lent(ScriptedDevice(pictures()), token=None) as server, drive(server.url, "") as remote:
        remote.perform(Tap(x=0.5, y=0.5), remote.observe())
    with pytest.raises(BadOption, match="only this machine"):
        RemoteServer(lambda: ScriptedDevice(pictures()), Place(host="0.0.0.0", token=None))


def test_a_driver_says_what_the_server_does_not_understand() -> None:
    """A server that is older than its driver: what it does not know is refused, and surely not done."""

    async def old(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/v1/perform":
            scope = {**scope, "path": "/v1/lease"}  # takes the order for a wish, which it is not
        await app(scope, receive, send)

    served = Served(lambda: ScriptedDevice(pictures()))
    served.open().result()
    app = routes(served, 30.0, 5.0)
    gate = Gate(old, token=None, own_hosts_only=True)
    with _asgi(gate) as url, drive(url) as remote, pytest.raises(ActionRefused, match="no good"):
        remote.perform(Tap(x=0.5, y=0.5), remote.observe())
    served.close().result()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nFingertip-Protocol: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 500 No\r\nFingertip-Protocol: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 307 Elsewhere\r\nFingertip-Protocol: 1\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nFingertip-Protocol: 1\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    ],
    ids=["nothing", "ssh", "other", "proxy", "empty object", "empty complaint", "redirect", "gzip"],
)
def test_garbage_from_the_wire_is_a_lost_device(garbage: bytes) -> None:
    with _saying(garbage) as url, pytest.raises(DeviceLost):
        RemoteDevice(Link(url, TOKEN), patience=0.15)
    assert re.match(r"http://127\.0\.0\.1:\d+$", url)


def _status(url: str, method: str, path: str, *lines: str) -> int:
    """The status of an answer to a request that is written by hand."""
    with socket.create_connection(("127.0.0.1", port_of(url)), 5) as link:
        head = [f"{method} {path} HTTP/1.1", *lines]
        if not any(line.startswith("Host:") for line in lines):
            head.append("Host: localhost")
        link.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        return int(link.recv(65536).split()[1])


def _handshake(url: str, path: str, *lines: str) -> int:
    """The status of an answer to the wish for a WebSocket."""
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    return _status(url, "GET", path, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", key, *lines)


@contextmanager
def _asgi(app: Any) -> Iterator[str]:
    """Some application behind uvicorn."""
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        bound.close()


@contextmanager
def _saying(words: bytes) -> Iterator[str]:
    """A server that says the same to everybody, and hangs up."""

    def serve() -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return
            with link, suppress(OSError):
                link.recv(65536)
                link.sendall(words)

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
