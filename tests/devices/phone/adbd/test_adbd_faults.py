"""Trouble on demand: pictures that are spoiled, a slow shell, a link that comes back by itself."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable

import pytest
from adbd_bench import PIXELS, Adb, Host, Phone, eventually

from devices.phone.adbd.faults import Capture, Faults

ONE, TWO = (1, 1, b"\1\1\1\xff"), (1, 1, b"\2\2\2\xff")


def test_spoiled_captures() -> None:
    faults = Faults()
    assert faults.capture(ONE) == (None, ONE)
    faults.spoil_captures(Capture.STALE, 2)
    assert faults.active == {"screencap": "stale, 2 left"}
    assert faults.capture(TWO) == (Capture.STALE, ONE)
    assert faults.capture(TWO) == (Capture.STALE, ONE)
    assert faults.capture(TWO) == (None, TWO)
    faults.spoil_captures(Capture.BLACK)
    assert faults.capture(ONE) == (Capture.BLACK, (1, 1, b"\0\0\0\xff"))
    faults.spoil_captures(None)
    assert faults.active == {}
    assert [Faults.spoiled(kind, b"123456") for kind in (Capture.EMPTY, Capture.TRUNCATED, None)] == [b"", b"12", b"123456"]


def test_a_framebuffer_that_is_cut(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        phone.server.faults.spoil_captures(Capture.TRUNCATED, 1)
        assert len(host.ask("framebuffer:", 1)) == (52 + len(PIXELS)) // 3
        phone.server.faults.spoil_captures(Capture.FAILED, 1)
        assert host.ask("framebuffer:", 2) == b""
        raw = host.ask("framebuffer:", 3)
        assert struct.unpack_from("<13I", raw)[3:5] == (4, 3)


def test_a_slow_shell(phone: Phone) -> None:
    phone.server.faults.slow_shell(300)
    with Host(phone.server.port).online() as host:
        start = time.monotonic()
        assert host.ask("shell:echo late") == b"late\n"
        assert time.monotonic() - start >= 0.3
    phone.server.faults.clear()
    assert phone.server.faults.shell_ms == 0


@pytest.mark.parametrize("fault", ["offline", "half_open"])
def test_a_link_that_comes_back_by_itself(make_phone: Callable[..., Phone], adb: Adb, fault: str) -> None:
    phone = make_phone()
    adb("connect", phone.server.serial)
    getattr(phone.server, fault)(0.5)
    if fault == "offline":
        assert eventually(lambda: adb.state(phone.server.serial) in ("offline", ""))
    time.sleep(0.6)
    adb("disconnect", phone.server.serial, check=False)
    assert eventually(lambda: b"connected" in adb("connect", phone.server.serial).stdout)
    assert adb("-s", phone.server.serial, "shell", "echo back").stdout == b"back\n"


def test_background_jobs_end_with_the_session_or_stay(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        assert host.ask("shell:(sleep 0.1; echo late) & echo early", 1) == b"early\nlate\n"
        start = time.monotonic()
        host.ask("shell:sleep 30 > /dev/null & echo $!", 2)
        assert time.monotonic() - start < 5
