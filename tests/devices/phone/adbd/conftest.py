"""Phones and adb programs for the tests here, each with a server of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from adbd_bench import Adb, Phone, bundled, free_port


@pytest.fixture
def make_phone() -> Iterator[Callable[..., Phone]]:
    made: list[Phone] = []

    def make(**options: object) -> Phone:
        phone = Phone(**options)
        phone.server.start()
        made.append(phone)
        return phone

    yield make
    for phone in made:
        phone.server.stop()


@pytest.fixture
def phone(make_phone: Callable[..., Phone]) -> Phone:
    return make_phone()


PROGRAMS = [
    pytest.param(bundled(), id="bundled", marks=pytest.mark.skipif(not os.path.exists(bundled()), reason="no bundled adb")),
    pytest.param(
        "/usr/bin/adb",
        id="adb29",
        marks=[pytest.mark.adb29, pytest.mark.skipif(not os.path.exists("/usr/bin/adb"), reason="no /usr/bin/adb")],
    ),
]


@pytest.fixture(params=PROGRAMS)
def adb(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Adb]:
    home = tmp_path / "home"
    home.mkdir()
    for _ in range(5):  # a port that was free a moment ago may be somebody's by now
        environ = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "ANDROID_ADB_SERVER_PORT": str(free_port()),
            "ADB_MDNS": "0",
            "ADB_USB": "0",
            "ADB_EMU": "0",
        }
        program = Adb(request.param, environ)
        if program("start-server", check=False).returncode == 0:
            break
    else:
        pytest.fail("no adb server starts")
    yield program
    program("kill-server", check=False)
