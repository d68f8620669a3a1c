"""Our own adb server: it starts once for many threads, on a port that is its own, and says why where it cannot."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import adbutils
import pytest

from devices.android import server as module
from devices.android.link import Link
from devices.android.server import LOOPBACK, PrivateServer, answers, find_adb, listens
from devices.errors import DeviceLost


@pytest.fixture
def server() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


def adb_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let another program be adb."""
    program = tmp_path / "adb"
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    program.chmod(0o755)
    monkeypatch.setenv("ADBUTILS_ADB_PATH", str(program))


def test_threads_that_ask_at_once_get_one_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PrivateServer
) -> None:
    adb_that(tmp_path, monkeypatch, f"echo begun >>{tmp_path}/starts", f'exec {find_adb()} "$@"')
    together = threading.Barrier(4)
    found: list[bool] = []

    def ask() -> None:
        together.wait()
        server.ensure()
        found.append(answers(server.host, server.port))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4
    assert (tmp_path / "starts").read_text() == "begun\n"


def test_a_port_is_kept_for_the_server_until_it_starts(server: PrivateServer) -> None:
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((LOOPBACK, server.port))
    port = server.port
    server.ensure()
    assert server.port == port
    server.close()
    assert not listens(LOOPBACK, port)


def test_a_port_that_is_taken_between_is_left_to_the_other(server: PrivateServer) -> None:
    with socket.create_server((LOOPBACK, server.port)) as other:
        server.ensure()
        assert server.port != other.getsockname()[1]
        assert answers(server.host, server.port)


def test_a_port_that_is_taken_while_the_server_starts_is_left_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PrivateServer
) -> None:
    real, go = find_adb(), tmp_path / "go"
    adb_that(tmp_path, monkeypatch, f"while [ ! -e {go} ]; do sleep 0.01; done", f'exec {real} "$@"')
    server.begin()
    with socket.create_server((LOOPBACK, server.port)) as other:
        go.touch()
        server.ensure()
        assert server.port != other.getsockname()[1]
        assert answers(server.host, server.port)


def test_a_server_that_ends_at_once_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PrivateServer
) -> None:
    tried = tmp_path / "tried"
    adb_that(tmp_path, monkeypatch, f"if mkdir {tried}; then exit 1; fi", f'exec {find_adb()} "$@"')
    server.ensure()
    assert answers(server.host, server.port)


def test_a_server_that_always_ends_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PrivateServer) -> None:
    adb_that(tmp_path, monkeypatch, "echo 'no room for keys' >&2", "exit 7")
    start = time.monotonic()
    with pytest.raises(DeviceLost, match=r"ended with status 7 \(no room for keys\)"):
        server.ensure()
    assert time.monotonic() - start < 5


def test_a_server_that_says_nothing_is_given_up_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: PrivateServer
) -> None:
    adb_that(tmp_path, monkeypatch, f"echo $$ >{tmp_path}/pid", "exec sleep 60")
    monkeypatch.setattr(module, "START_SECONDS", 1.0)
    with pytest.raises(DeviceLost, match="did not answer within 1 s"):
        server.ensure()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_server_that_was_ended_comes_back_on_its_port(server: PrivateServer) -> None:
    server.ensure()
    port = server.port
    for _ in range(5):
        # It listens for a moment after it has agreed to go, and must not be taken for one that runs.
        adbutils.AdbClient(host=server.host, port=server.port).server_kill()
        server.ensure()
        assert answers(server.host, server.port)
    assert server.port == port


def test_a_link_follows_its_server_to_another_port(server: PrivateServer) -> None:
    link = Link("", server)
    with pytest.raises(DeviceLost, match="No phone is connected"):
        link.open()
    port = server.port
    server.close()
    with socket.create_server((LOOPBACK, port)), pytest.raises(DeviceLost, match="No phone is connected"):
        link.open()
    assert server.port != port
    link.close()


def test_what_does_not_speak_like_a_server_does_not_answer() -> None:
    with socket.create_server((LOOPBACK, 0)) as mute:
        port = mute.getsockname()[1]
        assert listens(LOOPBACK, port)
        assert not answers(LOOPBACK, port, 0.1)
    assert not answers(LOOPBACK, port)
