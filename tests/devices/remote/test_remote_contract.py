"""A remote device keeps the contract of the device that is served."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from lending import TOKEN, drive, lent, pictures, port_of

from devices.actions import Type
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.contract import CHECKS, OPENING_CHECKS, Check, OpeningCheck
from devices.registry import open_device
from devices.remote.serving import Place, RemoteServer, serving
from devices.remote.tokens import ENVIRONMENT
from devices.scripted import ScriptedDevice
from devices.virtual import open_phone
from scripts.benchmarks.cutting import CuttingProxy, spread_cuts

NEEDED = ("Xvfb", "jwm", "dbus-daemon", "xprop", "xrandr", "xclip", "setxkbmap")
MISSING = [program for program in NEEDED if shutil.which(program) is None]


@pytest.fixture(scope="module")
def scripted() -> Iterator[RemoteServer]:
    """A scripted device behind a server; each check drives it anew."""
    with lent(ScriptedDevice(pictures(3))) as server:
        yield server


@pytest.fixture(scope="module")
def phone() -> Iterator[tuple[RemoteServer, str]]:
    """One small virtual phone behind a server, for all checks, and where adb finds the same phone."""
    device = open_phone(seed="5", size="540x1200", density="210")
    address = device.address
    with lent(device) as server:
        yield server, address


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_remote_scripted_device_keeps_the_contract(check: Check, scripted: RemoteServer) -> None:
    with drive(scripted.url) as remote:
        assert check(remote) is None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_remote_phone_keeps_the_contract(
    check: Check, phone: tuple[RemoteServer, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, TOKEN)
    with open_device(phone[0].url) as remote:
        assert check(remote) is None


@pytest.fixture(scope="module")
def desktop() -> Iterator[RemoteServer]:
    """One desktop without a screen behind a server, for all checks."""
    with serving(lambda: open_device("desktop:private=yes,size=640x480"), Place(token=TOKEN)) as server:
        yield server


@pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}: see docs/desktop.md")
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_remote_desktop_keeps_the_contract(check: Check, desktop: RemoteServer) -> None:
    with drive(desktop.url) as remote:
        assert check(remote) is None


@pytest.mark.parametrize("check", OPENING_CHECKS, ids=lambda check: check.__name__)
def test_a_remote_device_can_be_opened_again_and_again(check: OpeningCheck, scripted: RemoteServer) -> None:
    assert check(lambda: drive(scripted.url)) is None


def test_the_remote_phone_is_the_phone(phone: tuple[RemoteServer, str]) -> None:
    server, _ = phone
    with drive(server.url) as remote:
        assert (remote.info.name, remote.info.width, remote.info.address) == ("phone", 540, server.url)
        frame = remote.settle()
        assert frame.png is not None
        assert frame.png.startswith(b"\x89PNG")


def test_what_is_typed_over_a_link_that_breaks_stands_once_on_the_phone(phone: tuple[RemoteServer, str]) -> None:
    server, address = phone
    adb = PrivateServer()
    try:
        shell = Link(address, adb)
        shell.run("am start -a android.intent.action.CREATE_NOTE")
        with CuttingProxy(port_of(server.url), "POST /v1/perform", spread_cuts(40, 15, seed=1)) as proxy:
            with drive(proxy.url) as remote:
                frame = remote.settle()
                while 'focused="true"' not in shell.run("uiautomator dump /dev/tty").text:
                    frame = remote.settle()
                for number in range(40):
                    remote.perform(Type(text=f"{number};"), frame)
            assert proxy.cut == 15
        found = re.search(
            r"title=((?:\d+;)+), body=", shell.run("content query --uri content://com.fingertip.notes/notes").text
        )
    finally:
        adb.close()
    assert found is not None
    assert found[1] == "".join(f"{number};" for number in range(40))
