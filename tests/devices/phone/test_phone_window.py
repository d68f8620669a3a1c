"""`--window` on a private X display: it shows the phone, and mouse and keys reach it."""

from __future__ import annotations

import ctypes.util
import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from live_phone import Adb, LivePhone, centre, running_phone
from PIL import Image, ImageChops, ImageGrab

NEEDED = {"Xvfb": "xvfb", "xdotool": "xdotool"}
LIBRARIES = {"xcb-cursor": "libxcb-cursor0", "xcb-icccm": "libxcb-icccm4", "xkbcommon-x11": "libxkbcommon-x11-0"}
MISSING = [package for program, package in NEEDED.items() if shutil.which(program) is None]
MISSING += [package for library, package in LIBRARIES.items() if ctypes.util.find_library(library) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs the Debian packages {' '.join(MISSING)}")


@pytest.fixture
def display() -> Iterator[str]:
    """A private X server; its name, such as ":7"."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1000x1000x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        assert select.select([reading], [], [], 20)[0], "Xvfb did not start"
        yield ":" + os.read(reading, 20).decode().strip()
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


def until(what: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"


def test_the_window_shows_the_phone_and_touches_it(adb_server: Adb, display: str) -> None:
    def xdotool(*words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            capture_output=True,
            text=True,
            timeout=20,
            env={"DISPLAY": display, "PATH": os.environ["PATH"]},
        )
        return done.stdout

    with running_phone("--window", "--seed", "3", DISPLAY=display) as (process, port):
        adb_server("connect", f"127.0.0.1:{port}")
        live = LivePhone(adb_server, port, process.pid)
        live.out("settings put global animator_duration_scale 0")
        live.open_name_field()
        until(lambda: bool(xdotool("search", "--onlyvisible", "--name", "Fingertip One")))
        window = xdotool("search", "--onlyvisible", "--name", "Fingertip One").split()[0]
        place = {
            name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", xdotool("getwindowgeometry", "--shell", window))
        }
        assert place["HEIGHT"] == pytest.approx(850, abs=2)
        scale = place["HEIGHT"] / 2400
        assert place["WIDTH"] == pytest.approx(1080 * scale, abs=2)

        def click(name: str, button: int = 1) -> None:
            x, y = centre(live.find(name))
            xdotool("mousemove", str(place["X"] + int(x * scale)), str(place["Y"] + int(y * scale)), "click", str(button))

        def same_picture() -> bool:
            box = (place["X"], place["Y"], place["X"] + place["WIDTH"], place["Y"] + place["HEIGHT"])
            shown = ImageGrab.grab(box, xdisplay=display).convert("RGB")
            wanted = live.device.screenshot().resize(shown.size, Image.Resampling.BILINEAR)
            difference = ImageChops.difference(shown, wanted).convert("L").resize((1, 1), Image.Resampling.BOX)
            value = difference.getpixel((0, 0))
            assert isinstance(value, int)
            return value < 4

        until(same_picture)
        xdotool("windowfocus", "--sync", window)
        xdotool("type", "--window", window, "Typed here")
        until(lambda: live.field()["text"] == "Typed here")
        click("Save")
        until(lambda: live.out("settings get global device_name") == "Typed here")
        click("NFC", button=3)  # the right button is back
        until(lambda: live.out("fingertip page") == "com.android.settings")
        click("Battery")
        until(lambda: live.out("fingertip page") == "com.android.settings battery")
        xdotool("key", "--window", window, "Escape")
        until(lambda: live.out("fingertip page") == "com.android.settings")
        first = centre(live.find("Battery"))
        x, y = place["X"] + place["WIDTH"] // 2, place["Y"] + place["HEIGHT"] // 2
        xdotool("mousemove", str(x), str(y), "mousedown", "1")
        for step in range(1, 11):
            xdotool("mousemove", str(x), str(y - 20 * step))
        xdotool("mouseup", "1")
        until(lambda: "Battery" not in [node["text"] for node in live.nodes()] or centre(live.find("Battery")) < first)
        assert live.out("fingertip page") == "com.android.settings"
        until(same_picture)
        save = os.environ.get("FINGERTIP_TEST_PICTURE")
        if save:
            ImageGrab.grab(xdisplay=display).save(save)
        xdotool("key", "--window", window, "ctrl+q")
        assert process.wait(20) == 0
        adb_server("disconnect", live.serial)
