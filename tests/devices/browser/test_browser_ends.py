"""How a browser ends: by crash, by kill, with its parent, in order; and that nothing of it stays."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sites import asked, needs_chromium, until
from test_browser_acts import do, opened

from devices.actions import Tap
from devices.browser.driver import BrowserDevice, open_browser
from devices.browser.options import read_options
from devices.contract import closing_twice_is_harmless
from devices.errors import BadOption, DeviceError, DeviceLost, MissingDependency
from devices.registry import open_device

pytestmark = needs_chromium
ROOT = Path(__file__).resolve().parents[3]


def parent(process: int) -> int:
    """The parent of a process; 0 where there is none such."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def under(ancestor: int) -> set[int]:
    """All processes that a process has started, and those that these have."""
    parents = {int(entry.name): parent(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found: set[int] = set()
    while more := {process for process, above in parents.items() if above in found | {ancestor}} - found:
        found |= more
    return {process for process in found if lives(process)}


def profiles(process: int) -> list[Path]:
    words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    return [Path(os.fsdecode(word.partition(b"=")[2])) for word in words if word.startswith(b"--user-data-dir=")]


def test_a_crashed_page_is_a_lost_device_and_closing_leaves_nothing() -> None:
    before = under(os.getpid())
    device = open_browser(size="200x300")
    try:
        begun = under(os.getpid()) - before
        (profile,) = profiles(device.process)
        assert device.process in begun
        assert profile.is_dir()
        frame = device.observe()
        with suppress(DeviceError):
            device.aside(lambda page: page.goto("chrome://crash"))
        for call in (device.observe, lambda: device.perform(Tap(x=0.5, y=0.5), frame), lambda: device.info, device.settle):
            with pytest.raises(DeviceLost, match="open"):
                call()
    finally:
        device.close()
    assert not [process for process in begun if lives(process)]
    assert not profile.exists(), "the profile is gone with the browser"
    with pytest.raises(DeviceLost):
        device.observe()


def test_closing_takes_the_profile_along_that_a_killed_driver_left() -> None:
    with open_browser(size="200x300") as device:
        (profile,) = profiles(device.process)
        os.kill(parent(device.process), signal.SIGKILL)
        until(lambda: not lives(device.process), seconds=10)
        assert profile.is_dir()
    assert not profile.exists()


def test_a_killed_browser_is_a_lost_device() -> None:
    with open_browser(size="200x300") as device:
        frame = device.observe()
        os.kill(device.process, signal.SIGKILL)
        with pytest.raises(DeviceLost, match="open it again"):
            device.perform(Tap(x=0.5, y=0.5), frame)
        with pytest.raises(DeviceLost, match="open it again"):
            device.observe()


PROGRAM = """
import sys, time
from devices.browser.driver import BrowserDevice, open_browser
from devices.browser.options import read_options
from devices.contract import closing_twice_is_harmless
device = open_browser(size="200x300")
print(device.process, flush=True)
time.sleep(60)
"""


def test_a_browser_ends_with_its_parent() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, env=environment, cwd=ROOT) as child:
        assert child.stdout is not None
        browser = int(child.stdout.readline())
        begun = under(child.pid)
        (profile,) = profiles(browser)
        assert browser in begun
        child.kill()
    until(lambda: not [process for process in begun if lives(process)], seconds=10)
    until(lambda: not profile.exists(), seconds=10)


def test_an_event_loop_of_the_caller_does_not_matter() -> None:
    async def look() -> None:
        with open_browser(size="120x90", scale="1.5", dark="yes", locale="de-DE") as device:
            frame = device.observe()
            assert (frame.width, frame.height) == (180, 135)
            assert asked(device, "[navigator.language, matchMedia('(prefers-color-scheme: dark)').matches]") == ["de-DE", True]
            closing_twice_is_harmless(device)

    asyncio.run(look())


def test_what_cannot_be_opened_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="no program"):
        open_device(f"browser:chromium={tmp_path}")
    with pytest.raises(DeviceLost, match="start it by hand"):
        open_device("browser:chromium=/bin/false")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "playwright.sync_api", None)
        with pytest.raises(MissingDependency, match=r'pip install "fingertip\[browser\]"'):
            open_device("browser")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("FINGERTIP_CHROMIUM", raising=False)
    with pytest.raises(MissingDependency, match="install the package chromium"):
        open_device("browser")
    monkeypatch.setenv("FINGERTIP_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(BadOption, match="FINGERTIP_CHROMIUM"):
        open_device("browser")


def test_a_page_that_hangs_is_given_up(site: str) -> None:
    with BrowserDevice(read_options({"size": "200x300"}), patience=1.5) as device:
        opened(device, site, "/busy")
        with pytest.raises(DeviceLost, match="has not answered for 2 seconds"):
            do(device, Tap(x=0.2, y=0.04))
        with pytest.raises(DeviceLost, match="has not answered"):
            device.observe()
