"""`phone`: the shipped phone's own process, driven like any other phone."""

from __future__ import annotations

import html
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_handset import wait_until

from devices.actions import Launch, Press, Tap, Type
from devices.android.driver import AndroidDevice
from devices.android.server import listens
from devices.contract import CHECKS, OPENING_CHECKS, Check, OpeningCheck
from devices.errors import DeviceLost, ScreenTurned
from devices.frame import Point
from devices.registry import open_device
from devices.virtual import open_phone

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One small phone for all checks; each attaches anew."""
    with open_phone(seed="5", size="540x1200", density="210") as phone:
        yield phone.address


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_virtual_phone_keeps_the_contract(address: str, check: Check) -> None:
    with open_device(f"phone:at={address}") as device:
        check(device)


@pytest.mark.parametrize("check", OPENING_CHECKS, ids=lambda check: check.__name__)
def test_virtual_phone_leaves_nothing_behind(address: str, check: OpeningCheck) -> None:
    check(lambda: open_device(f"phone:at={address}"))


def test_options_reach_the_phone() -> None:
    with open_phone(seed="2", size="720x1280", density="280", theme="dark", locale="zh-CN") as phone:
        assert (phone.info.width, phone.info.height, phone.info.name) == (720, 1280, "phone")
        frame = phone.observe()
        assert (frame.width, frame.height) == (720, 1280)
        phone.perform(Launch(app="Settings"), frame)
        red, green, blue = phone.settle().image.resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        assert red + green + blue < 3 * 110, "the dark theme is dark"


def test_closing_ends_the_process_and_leaves_the_environment(address: str) -> None:
    before = dict(os.environ)
    phone = open_phone(size="320x640", density="160")
    host, _, port = phone.address.partition(":")
    assert listens(host, int(port))
    phone.close()
    assert not listens(host, int(port))
    assert dict(os.environ) == before


def test_keep_leaves_it_running_until_somebody_attaches_and_ends_it() -> None:
    phone = open_phone(size="320x640", density="160", keep="yes")
    host, _, port = phone.address.partition(":")
    assert phone.address in phone.info.fingerprint
    phone.perform(Launch(app="Settings"), phone.observe())
    left = phone.settle().digest
    phone.close()
    try:
        with open_phone(at=f"{host}:{port}") as again:
            assert again.observe().digest == left
    finally:
        end_phone(int(port))
    wait_until(lambda: not listens(host, int(port)))


def end_phone(port: int) -> None:
    """End the phone that listens on a port: the process that has it open, found by its own command line."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"devices.phone" in words and b"320x640" in words and parent == os.getpid():
            os.kill(int(folder.name), 15)
            os.waitpid(int(folder.name), 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"size": "100x100"}, "100x100"),
        ({"locale": "xx-XX"}, "xx-XX"),
        ({"density": "999"}, "999"),
        ({"port": "99999"}, "99999"),
    ],
)
def test_a_phone_that_does_not_start_says_why(options: dict[str, str], words: str) -> None:
    with pytest.raises(DeviceLost, match=rf"ended with status 2.*{words}"):
        open_phone(**options)


def test_attaching_to_nothing_is_lost() -> None:
    with pytest.raises(DeviceLost, match="cannot be reached"):
        open_phone(at="127.0.0.1:1")


def test_a_killed_phone_is_lost() -> None:
    phone = open_phone(size="320x640", density="160")
    frame = phone.observe()
    end_phone(int(phone.address.partition(":")[2]))
    with phone, pytest.raises(DeviceLost):
        phone.perform(Press(key="home"), frame)


def test_a_turned_phone_is_not_touched(address: str) -> None:
    with open_phone(at=address) as phone:
        assert isinstance(phone, AndroidDevice)
        frame = phone.observe()
        link = phone._link
        link.run("settings put system accelerometer_rotation 0; settings put system user_rotation 1")
        try:
            turned = phone.settle()
            assert (turned.width, turned.height, turned.rotation) == (frame.height, frame.width, 1)
            with pytest.raises(ScreenTurned):
                phone.perform(Tap(x=0.5, y=0.5), frame)
            phone.perform(Tap(x=0.5, y=0.02), turned)
        finally:
            link.run("settings put system user_rotation 0")


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda way: way.name)
def test_phone_and_server_go_however_their_owner_ends(way: signal.Signals) -> None:
    code = (
        "from devices.virtual import open_phone; import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background begins with it ignored
        "with open_phone(size='320x640', density='160') as p:\n"
        "    sys.stdout.write(f'{p.address} {p._link._server.port}\\n'); sys.stdout.flush()\n"
        "    while True: p.observe()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        address, server = owner.stdout.readline().split()
        ports = [int(address.partition(":")[2]), int(server)]
        assert all(listens("127.0.0.1", port) for port in ports)
        owner.send_signal(way)
        owner.wait(timeout=15)
    wait_until(lambda: not any(listens("127.0.0.1", port) for port in ports))


FIELD = re.compile(r'text="([^"]*)"[^>]*class="android\.widget\.EditText"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"')


@pytest.fixture(scope="module")
def searching(address: str) -> Iterator[tuple[AndroidDevice, Tap]]:
    """Contacts with its search field open, and a tap into the field."""
    with open_phone(at=address) as phone:
        frame = phone.observe()
        phone.perform(Launch(app="Contacts"), frame)
        frame = phone.settle()
        _, left, top, right, bottom = field(phone)
        place = Point.from_pixel((left + right) / 2, (top + bottom) / 2, frame.width, frame.height)
        yield phone, Tap(x=place.x, y=place.y)


def field(phone: AndroidDevice) -> tuple[str, int, int, int, int]:
    """Text and bounds of the first text field on the screen, as any ADB client reads them."""
    found = FIELD.search(phone._link.run("uiautomator dump /dev/tty").text)
    assert found, "there is no text field on the screen"
    left, top, right, bottom = (int(number) for number in found.groups()[1:])
    return html.unescape(found[1]), left, top, right, bottom


@pytest.mark.parametrize("text", ['"; reboot; #', "$(id)", "%s", "it's `x` \\n", "100% sure", "héllo 你好 🙂", "-d"])
def test_typed_text_arrives_in_a_real_field(searching: tuple[AndroidDevice, Tap], text: str) -> None:
    phone, tap = searching
    phone.perform(tap, phone.settle())
    phone.perform(Type(text=text, clear=True), phone.settle())
    phone.settle()
    assert field(phone)[0] == text
