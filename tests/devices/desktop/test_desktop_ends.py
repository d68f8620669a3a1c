"""What goes wrong with a desktop: servers that end or hang, Ctrl-C, sizes that change, and no desktop at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import EventLog, needs_desktop, run, until

from devices.actions import Drag, Hotkey, Tap, Type, Wait
from devices.desktop import Area, PrivateDesk, drive, open_desktop
from devices.desktop.keeper import MARK, marked
from devices.errors import BadOption, DeliveryUnknown, DeviceLost, ScreenBlack, ScreenTurned, ScreenUnavailable

pytestmark = needs_desktop

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesk]:
    with PrivateDesk(width=640, height=480) as opened:
        yield opened


def test_a_server_that_ends_is_a_lost_device() -> None:
    with PrivateDesk(width=320, height=240) as desk, drive(desk) as device:
        frame = device.observe()
        desk.server.kill()
        desk.server.wait()
        for call in (
            device.observe,
            lambda: device.perform(Tap(x=0.5, y=0.5), frame),
            lambda: device.perform(Type(text="é"), frame),
            lambda: device.info,
            device.windows,
        ):
            with pytest.raises(DeviceLost, match="ended"):
                call()


def test_a_server_that_ends_during_an_action_leaves_it_uncertain() -> None:
    with PrivateDesk(width=320, height=240) as desk, drive(desk) as device:
        frame = device.observe()
        threading.Timer(0.3, desk.server.kill).start()
        with pytest.raises(DeliveryUnknown, match="ended while the action was under way"):
            device.perform(Drag(x=0.1, y=0.1, to_x=0.9, to_y=0.9, seconds=3), frame)
        with pytest.raises(DeviceLost):
            device.observe()


def test_a_server_that_hangs_is_a_lost_device_in_good_time() -> None:
    threads = threading.active_count()
    with PrivateDesk(width=320, height=240) as desk:
        with drive(desk, patience=0.5) as device:
            device.observe()
            os.kill(desk.server.pid, signal.SIGSTOP)
            begun = time.monotonic()
            with pytest.raises(DeviceLost, match="does not answer"):
                device.observe()
            with pytest.raises(DeviceLost):
                device.observe()
            assert time.monotonic() - begun < 4
        os.kill(desk.server.pid, signal.SIGCONT)
    until(lambda: threading.active_count() == threads)


def test_ctrl_c_releases_the_button_and_leaves_a_usable_device(desk: PrivateDesk, tmp_path: Path) -> None:
    log = EventLog(desk, tmp_path, Area(0, 0, 640, 480))
    with drive(desk) as device:
        frame = device.observe()
        for action in (Drag(x=0.1, y=0.1, to_x=0.9, to_y=0.9, seconds=20), Wait(seconds=20)):
            threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
            with pytest.raises(KeyboardInterrupt):
                device.perform(action, frame)
        log.wait_for(1, "release")
        assert [event["kind"] for event in log.events("press", "release")] == ["press", "release"]
        device.perform(Tap(x=0.5, y=0.5), device.observe())
        log.wait_for(2, "release")
    log.process.kill()
    log.process.wait()


def test_two_desktops_are_driven_at_the_same_time(desk: PrivateDesk, tmp_path: Path) -> None:
    with PrivateDesk(width=500, height=400) as other:
        logs = [EventLog(one, tmp_path, Area(0, 0, width, 300)) for one, width in ((desk, 640), (other, 500))]
        with drive(desk) as first, drive(other) as second:

            def tap(number: int) -> None:
                device = (first, second)[number]
                frame = device.observe()
                for place in range(10):
                    device.perform(Tap(x=0.1 + place / 20, y=0.25 + number / 4), frame)

            threads = [threading.Thread(target=tap, args=[number]) for number in (0, 1)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for number, (log, size) in enumerate(zip(logs, ((640, 480), (500, 400)), strict=True)):
            seen = [(event["x"], event["y"]) for event in log.wait_for(10, "press")]
            wanted = [(int((0.1 + place / 20) * size[0]), int((0.25 + number / 4) * size[1])) for place in range(10)]
            assert seen == wanted
        logs[0].process.kill()
        logs[0].process.wait()


def test_nothing_is_left_after_close() -> None:
    def once() -> str:
        with PrivateDesk(width=320, height=240) as desk, drive(desk) as device:
            frame = device.observe()
            desk.start(["mousepad"])
            until(lambda: device.active_title)
            device.perform(Type(text="日本"), frame)
            folder = desk.authority.parent
            mark = desk.env[MARK]
        assert not folder.exists()
        return mark

    once()  # imports open what stays open
    before = sorted(os.listdir("/proc/self/fd"))
    mark = once()
    assert marked(mark) == []
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_a_private_desktop_ends_with_the_process_that_owns_it() -> None:
    program = (
        "import sys, time\n"
        "from devices.desktop import PrivateDesk\n"
        "desk = PrivateDesk(width=320, height=240)\n"
        "desk.start(['mousepad'])\n"
        "desk.start(['sh', '-c', 'setsid sleep 1000 & setsid sleep 1000'])\n"
        "print(desk.env['FINGERTIP_DESK'], desk.home.parent, flush=True)\n"
        "time.sleep(100)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    with owner.stdout as words:
        mark, folder = words.readline().split()
        until(lambda: len(marked(mark)) >= 5)
        owner.kill()
        owner.wait()
    until(lambda: not marked(mark) and not Path(folder).exists())


def test_a_desktop_that_nobody_has_painted_is_black_for_that_reason() -> None:
    with PrivateDesk(width=320, height=240, manager=False) as desk, drive(desk) as device:
        with pytest.raises(ScreenBlack, match="nothing was ever painted on it: no window manager"):
            device.observe()
        run(desk, "xsetroot", "-solid", "navy")
        device.observe()


def test_a_new_resolution_is_seen_and_old_places_are_refused() -> None:
    with PrivateDesk(width=800, height=600) as desk, drive(desk) as device:
        frame = device.observe()
        run(desk, "xrandr", "--newmode", "small", *["25", "640", "656", "752", "800", "480", "490", "492", "525"])
        run(desk, "xrandr", "--addmode", "screen", "small")
        run(desk, "xrandr", "--output", "screen", "--mode", "small")
        with pytest.raises(ScreenTurned, match="800x600 and the screen is 640x480"):
            device.perform(Tap(x=0.5, y=0.5), frame)
        frame = device.observe()
        assert (frame.width, frame.height) == (640, 480) == (device.info.width, device.info.height)
        receipt = device.perform(Tap(x=0.999999, y=0.999999), frame)
        assert receipt.pixels == ((638, 479),)


def test_a_frame_can_be_restricted_to_a_window(desk: PrivateDesk, tmp_path: Path) -> None:
    log = EventLog(desk, tmp_path, Area(0, 0, 200, 150), "A window of its own")
    with drive(desk, window="of its OWN") as device:
        area = device.windows()[-1].area
        frame = device.observe()
        assert (frame.width, frame.height) == (200, 150)
        assert frame.image.getcolors() == [(200 * 150, (0x3C, 0x78, 0x46))]
        log.clear()
        device.perform(Tap(x=0.5, y=0.5), frame)
        (event,) = log.wait_for(1, "press")
        assert (event["x"], event["y"]) == (area.left + 100, area.top + 75)
        run(desk, "xdotool", "windowminimize", run(desk, "xdotool", "search", "--name", "A window of its own").split()[0])
        with pytest.raises(ScreenUnavailable, match="not on the screen"):
            until(lambda: device.observe() and None)
        log.process.kill()
        log.process.wait()
        with pytest.raises(ScreenUnavailable, match="There is no window 'of its OWN'"):
            until(lambda: device.observe() and None)


def test_a_display_of_this_session_is_driven(desk: PrivateDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("XAUTHORITY", str(desk.authority))
    monkeypatch.setenv("DISPLAY", desk.display)
    with open_desktop() as device:
        assert device.info.address == desk.display
        device.perform(Hotkey(keys=("shift",)), device.observe())


def test_nobody_else_gets_in(
    desk: PrivateDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XAUTHORITY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(DeviceLost, match=r"lets us in.*desktop:private=yes"):
        open_desktop(display=desk.display)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "DISPLAY is not set; use a desktop without a screen, desktop:private=yes"),
        ({"DISPLAY": ":987"}, "no X server at ':987'"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland session.*X11 session"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "Wayland session"),
    ],
)
def test_no_desktop_is_an_error_with_a_remedy(environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(DeviceLost, match=words):
        open_desktop()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"size": "big", "private": "yes"}, "size is WIDTHxHEIGHT"),
        ({"size": "10x10", "private": "yes"}, "each side is 64"),
        ({"size": "640x480"}, "add private=yes"),
        ({"private": "yes", "display": ":0"}, "does not go with private=yes"),
        ({"private": "yes", "monitors": "640x480+900+0"}, "lies outside the screen"),
        ({"private": "yes", "layout": "xyzzy"}, "no keyboard layout 'xyzzy'"),
        ({"display": "; rm"}, "display is an X display"),
    ],
)
def test_bad_options_are_refused(options: dict[str, str], words: str) -> None:
    with pytest.raises(BadOption, match=words):
        open_desktop(**options)


def test_a_python_without_tkinter_is_told_how_to_get_it(desk: PrivateDesk, tmp_path: Path) -> None:
    (tmp_path / "tkinter.py").write_text("raise ImportError('no tkinter here')\n")
    program = (
        "from devices.desktop import open_desktop\n"
        "from devices.errors import MissingDependency\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        open_desktop()\n"
        "    except MissingDependency as error:\n"
        "        print(error)\n"
    )
    env = {**desk.env, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, timeout=30)
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    assert all("apt-get install python3-tk" in line for line in lines)


def test_programs_can_be_read_over_the_accessibility_bus() -> None:
    with PrivateDesk(width=640, height=480, accessibility=True) as desk, drive(desk) as device:
        desk.start(["mousepad"])
        until(lambda: device.active_title)
        found = run(desk, "xprop", "-root", "AT_SPI_BUS").partition('"')[2].partition('"')[0]
        ask = ["dbus-send", f"--bus={found}", "--print-reply", "--dest=org.a11y.atspi.Registry"]
        ask += ["/org/a11y/atspi/accessible/root", "org.a11y.atspi.Accessible.GetChildren"]
        until(lambda: "struct" in run(desk, *ask))
