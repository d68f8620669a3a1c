"""Faults on demand over ADB: what any client and our own driver see of them, and that both can go on afterwards."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO

import adbutils
import pytest
from live_phone import ROOT, phone_environment, running_phone
from PIL import Image

from devices import registry
from devices.actions import Press, Tap
from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import BadOption, DeliveryUnknown, DeviceError, DeviceLost, ScreenBlack, ScreenUnavailable
from devices.phone.faults import KINDS

CONTACTS = "com.android.contacts"
ENOUGH = 15.0


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


class Client:
    """One phone: our driver, and adbutils beside it."""

    def __init__(self, server: PrivateServer, port: int) -> None:
        serial = f"127.0.0.1:{port}"
        self.driver = AndroidDevice(Link(serial, server, patience=2.0))
        self.plain = adbutils.AdbClient(host=server.host, port=server.port).device(serial)

    def shell(self, line: str) -> str:
        done = self.plain.shell2(line, v2=True)
        assert done.returncode == 0, (line, done)
        return str(done.output).strip()

    def fault(self, text: str) -> None:
        self.shell(f"fingertip fault {text}")

    def png(self) -> bytes:
        return bytes(self.plain.shell("screencap -p", encoding=None))

    def log(self) -> str:
        return self.shell("logcat -d -v raw -s Fault")

    def back(self) -> None:
        """Look until the phone answers again."""
        end = time.monotonic() + ENOUGH
        while True:
            try:
                self.driver.observe()
                return
            except DeviceError:
                assert time.monotonic() < end, "the phone did not come back"
                time.sleep(0.1)


@pytest.fixture(scope="module")
def client(server: PrivateServer) -> Iterator[Client]:
    with running_phone("--seed", "3", "--size", "720x1280", "--density", "320") as (process, port):
        client = Client(server, port)
        client.shell("settings put global animator_duration_scale 0")
        yield client
        client.driver.close()
        assert process.poll() is None, "a fault ended the phone"


@pytest.fixture
def phone(client: Client) -> Iterator[Client]:
    client.shell(f"logcat -c; am start -S -n {CONTACTS}/.activities.PeopleActivity")
    yield client
    client.fault("clear")
    assert client.shell("fingertip fault status") == "no faults"
    client.driver.perform(Press(key="home"), client.driver.observe())
    assert client.shell("fingertip page") == "com.fingertip.launcher"


def fails(call: Callable[[], object], kind: type[DeviceError], words: str = "") -> None:
    with pytest.raises(kind, match=words or None):
        call()


def test_the_list_names_them_all(phone: Client) -> None:
    lines = phone.shell("fingertip fault list").splitlines()
    assert [line.split()[0] for line in lines] == list(KINDS)
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("fault", 2, "usage: fingertip fault"),
        ("fault earthquake", 1, "there are offline"),
        ("fault clear earthquake", 1, "there are offline"),
        ("fault lag milliseconds=-1", 1, "whole number"),
        ("fault crash package=com.example.nowhere", 1, "no app com.example.nowhere"),
    ],
)
def test_what_cannot_be_is_refused(phone: Client, line: str, status: int, words: str) -> None:
    done = phone.plain.shell2(f"fingertip {line}", v2=True)
    assert done.returncode == status
    assert words in done.stderr


# screenshots


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("empty", ScreenUnavailable, "empty"),
        ("truncated", ScreenUnavailable, "cut off"),
        ("black", ScreenBlack, "all black"),
        ("failed", ScreenUnavailable, "Status: -1"),
    ],
)
def test_a_spoiled_screenshot_is_a_typed_error(phone: Client, name: str, kind: type[DeviceError], words: str) -> None:
    whole = phone.driver.observe().image.tobytes()
    phone.fault(f"screenshot_{name} times=2")
    fails(phone.driver.observe, kind, words)
    fails(phone.driver.observe, kind, words)
    assert phone.driver.observe().image.tobytes() == whole
    assert phone.log().count(f"a screenshot is {name}") == 2


def test_any_client_sees_spoiled_screenshots(phone: Client) -> None:
    whole = phone.png()
    phone.fault("screenshot_empty")
    assert phone.png() == b""
    phone.fault("screenshot_truncated")
    assert phone.png() == whole[: len(whole) // 3]
    phone.fault("screenshot_black")
    assert Image.open(BytesIO(phone.png())).convert("RGB").getbbox() is None
    phone.fault("clear")
    assert phone.png() == whole


def test_a_stale_screenshot_is_the_old_one_and_the_log_tells(phone: Client) -> None:
    """Nobody can tell it from a screen that did not change: what flags it is the log."""
    old = phone.driver.observe()
    phone.fault("screenshot_stale")
    phone.shell("am start -a android.settings.SETTINGS")
    assert phone.driver.observe().image.tobytes() == old.image.tobytes()
    assert "a screenshot is stale" in phone.log()
    phone.fault("clear screenshot_stale")
    assert phone.driver.observe().image.tobytes() != old.image.tobytes()


# the link


@pytest.mark.parametrize("name", ["offline", "half_open"])
def test_a_broken_link_is_lost_and_comes_back(phone: Client, name: str) -> None:
    frame = phone.driver.observe()
    phone.fault(f"{name} seconds=4")
    time.sleep(0.5)
    fails(phone.driver.observe, DeviceLost)
    if name == "offline":
        fails(lambda: phone.driver.perform(Tap(x=0.5, y=0.5), frame), DeviceLost)
    phone.back()
    assert f"{name} seconds=4: no answer for 4 s" in phone.log()
    assert phone.shell("fingertip fault status") == "no faults"


def test_a_link_that_breaks_during_a_touch(phone: Client) -> None:
    frame = phone.driver.observe()
    phone.fault("offline seconds=1 after=1")
    fails(lambda: phone.driver.perform(Tap(x=0.5, y=0.02), frame), DeliveryUnknown)
    phone.back()


def test_adb_reconnects(phone: Client, server: PrivateServer) -> None:
    phone.fault("offline seconds=0.5")
    time.sleep(0.8)
    phone.driver.observe()
    client = adbutils.AdbClient(host=server.host, port=server.port)
    assert "connected to" in client.connect(phone.driver.address)
    assert phone.plain.get_state() == "device"


def test_a_slow_shell(phone: Client) -> None:
    phone.fault("slow_shell milliseconds=700 times=1")
    start = time.monotonic()
    phone.shell("true")
    assert time.monotonic() - start >= 0.7
    start = time.monotonic()
    phone.shell("true")
    assert time.monotonic() - start < 0.6
    assert "a shell command starts 700 ms later" in phone.log()


# what is on the screen


@pytest.mark.parametrize(
    "name", ["popup", "crash", "anr", "permission", "call", "notification", "keyboard_cover", "low_battery"]
)
def test_a_fault_is_seen_in_the_picture_and_goes(phone: Client, name: str) -> None:
    before = phone.driver.observe().image.tobytes()
    phone.fault(name)
    assert phone.driver.observe().image.tobytes() != before
    assert f"{name}:" in phone.shell("fingertip fault status")
    phone.fault(f"clear {name}")
    if name != "crash":  # the app has ended
        page = phone.shell("uiautomator dump >/dev/null; grep -c 'Create contact' /sdcard/window_dump.xml")
        assert page == "1"
    assert f"{name}: armed\n{name}: " in phone.log()


def test_rotation_and_update_are_seen(phone: Client) -> None:
    frame = phone.driver.observe()
    phone.fault("update")
    assert phone.driver.observe().image.tobytes() != frame.image.tobytes()
    phone.fault("rotation")
    assert (phone.driver.observe().width, phone.driver.observe().height) == (1280, 720)
    phone.fault("clear")
    assert phone.driver.observe().width == 720


def test_a_laggy_app_by_the_running_clock(phone: Client) -> None:
    phone.fault("lag milliseconds=1500")
    nodes = phone.shell("uiautomator dump >/dev/null; cat /sdcard/window_dump.xml")
    left, top, right, bottom = _bounds(nodes, "Create contact")
    phone.shell(f"input tap {(left + right) // 2} {(top + bottom) // 2}")
    assert phone.shell("fingertip page") == CONTACTS
    end = time.monotonic() + 4
    while phone.shell("fingertip page") != f"{CONTACTS} edit":
        assert time.monotonic() < end
        time.sleep(0.1)


def _bounds(nodes: str, name: str) -> tuple[int, int, int, int]:
    found = re.search(rf'content-desc="{name}"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', nodes)
    assert found
    return int(found[1]), int(found[2]), int(found[3]), int(found[4])


def test_a_reboot_takes_dialogs_along(phone: Client) -> None:
    phone.fault("popup")
    phone.fault("anr seconds=60")
    with suppress(adbutils.AdbError, ConnectionError):  # the link drops, as with any phone
        phone.plain.shell("reboot")
    phone.back()
    assert phone.shell("fingertip page") == "com.fingertip.launcher"
    assert phone.shell("fingertip fault status") == "no faults"


# options


def test_an_option_that_means_nothing() -> None:
    command = [sys.executable, "-m", "devices.phone", "--port", "0", "--fault", "earthquake"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=phone_environment(), cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith("No fault 'earthquake'; there are offline")


def test_our_own_device_hands_faults_on(server: PrivateServer) -> None:
    with pytest.raises(BadOption, match="No fault 'earthquake'"):
        registry.open_device("phone:fault=earthquake")
    faults = "screenshot_truncated times=1;popup title=Hello;crash after=99"
    with registry.open_device(f"phone:size=720x1280,density=320,fault={faults}") as device:
        fails(device.observe, ScreenUnavailable, "cut off")
        assert device.observe().width == 720
        client = adbutils.AdbClient(host=server.host, port=server.port)
        client.connect(device.info.address)
        assert client.device(device.info.address).shell("fingertip fault status").splitlines() == [
            "popup title=Hello: 'Hello'",
            "crash after=99: after 99 more touches, keys or texts",
        ]
        client.disconnect(device.info.address)
