"""The real adb program drives the phone."""

from __future__ import annotations

import hashlib
import io
import random
import struct
from pathlib import Path

import pytest
from live_phone import LivePhone, digest
from PIL import Image


def test_exit_status_and_both_outputs(live: LivePhone) -> None:
    done = live.adb("shell", "echo out; settings get nowhere x; exit 7")
    assert done.returncode == 7
    assert done.stdout == b"out\n"
    assert done.stderr.startswith(b"Invalid namespace 'nowhere'\n")


def test_the_old_shell_merges_outputs(live: LivePhone) -> None:
    done = live.adb("shell", "-x", "dumpsys nothing")
    assert done.stdout == b"Can't find service: nothing\n"


def test_unknown_command(live: LivePhone) -> None:
    done = live.adb("shell", "frobnicate")
    assert (done.returncode, done.stdout) == (127, b"")
    assert done.stderr == b"/system/bin/sh: frobnicate: inaccessible or not found\n"


def test_devices_shows_the_model(live: LivePhone) -> None:
    line = next(line for line in live.host("devices", "-l").splitlines() if line.startswith(live.serial))
    assert " device " in line
    assert "model:Fingertip_One" in line


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # adbutils leaves the socket open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_screencap_is_the_framebuffer(live: LivePhone) -> None:
    before = _screenshot(live)
    raw = live.adb("exec-out", "screencap").stdout
    framebuffer = live.device.framebuffer().convert("RGBA").tobytes()
    shown = {digest(picture.tobytes()) for picture in (before, _screenshot(live))}  # two, where the clock went on meanwhile
    assert (before.size, before.mode) == ((1080, 2400), "RGBA")
    assert struct.unpack("<4I", raw[:16]) == (1080, 2400, 1, 1)
    assert digest(raw[16:]) in shown
    assert digest(framebuffer) in shown


def _screenshot(live: LivePhone) -> Image.Image:
    picture = Image.open(io.BytesIO(live.adb("exec-out", "screencap", "-p").stdout))
    picture.load()
    return picture


def test_screencap_to_a_file_and_pull(live: LivePhone, tmp_path: Path) -> None:
    assert live.adb("shell", "screencap", "-p", "/sdcard/tmp.png").stdout == b""
    assert live.adb("pull", "/sdcard/tmp.png", str(tmp_path / "tmp.png")).returncode == 0
    with Image.open(tmp_path / "tmp.png") as picture:
        assert picture.size == (1080, 2400)


def test_screencap_where_nothing_can_be_written(live: LivePhone) -> None:
    done = live.adb("shell", "screencap", "-p", "/system/tmp.png")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Read-only file system" in done.stderr


def test_a_dark_screen_is_black(live: LivePhone) -> None:
    live.out("input keyevent SLEEP")
    assert live.device.is_screen_on() is False
    assert Image.open(io.BytesIO(live.adb("exec-out", "screencap", "-p").stdout)).convert("RGB").getextrema() == ((0, 0),) * 3
    assert live.adb("shell", "uiautomator", "dump").stderr.startswith(b"ERROR: null root node")
    live.out("input keyevent WAKEUP")
    assert live.device.is_screen_on() is True


def test_push_and_pull_three_megabytes(live: LivePhone, tmp_path: Path) -> None:
    data = random.Random(5).randbytes(3_000_000)
    (tmp_path / "there").write_bytes(data)
    assert live.adb("push", str(tmp_path / "there"), "/sdcard/Download/deep/er/file").returncode == 0
    assert live.out("sha256sum /sdcard/Download/deep/er/file").split()[0] == hashlib.sha256(data).hexdigest()
    assert live.adb("pull", "/sdcard/Download/deep/er/file", str(tmp_path / "back")).returncode == 0
    assert (tmp_path / "back").read_bytes() == data


def test_install_says_why_not(live: LivePhone, tmp_path: Path) -> None:
    (tmp_path / "a.apk").write_bytes(b"no apk")
    done = live.adb("install", "-r", str(tmp_path / "a.apk"))
    assert done.returncode == 1
    assert b"INSTALL_PARSE_FAILED_NOT_APK" in done.stdout + done.stderr
    done = live.adb("uninstall", "com.android.settings")
    assert b"DELETE_FAILED_INTERNAL_ERROR" in done.stdout + done.stderr


def test_logcat_holds_what_happened(live: LivePhone) -> None:
    assert live.adb("logcat", "-c").returncode == 0
    live.out("am start -n com.android.settings/.Settings; log -t Test hello there")
    lines = live.adb("logcat", "-d", "-v", "time", "Test:V", "*:S").stdout.decode().splitlines()
    assert lines[0] == "--------- beginning of main"
    assert len(lines) == 2
    assert lines[1].endswith("I/Test    ( 4321): hello there")
    assert b"com.android.settings/.Settings" in live.adb("logcat", "-d").stdout


@pytest.mark.parametrize("how", ["reboot", "shell reboot"])
def test_reboot_ends_apps_and_keeps_settings(live: LivePhone, how: str) -> None:
    live.out("am start -n com.android.settings/.Settings; settings put global device_name Kept")
    live.adb(*how.split())
    assert live.adb("wait-for-device", "shell", "fingertip", "page").stdout == b"com.fingertip.launcher\n"
    assert live.out("settings get global device_name; pidof com.android.settings || echo ended") == "Kept\nended"


def test_a_tap_on_a_switch_changes_the_setting_and_back(live: LivePhone) -> None:
    live.adb("shell", "am", "start", "-a", "android.settings.WIFI_SETTINGS")
    assert live.find("Wi-Fi")["checked"] == "true"
    live.touch("Wi-Fi")
    assert live.out("settings get global wifi_on") == "0"
    assert live.find("Wi-Fi")["checked"] == "false"
    live.out("svc wifi enable")
    assert live.find("Wi-Fi")["checked"] == "true"


def test_a_swipe_scrolls(live: LivePhone) -> None:
    live.out("am start -n com.android.settings/.Settings")
    assert "About phone" not in [node["text"] for node in live.nodes()]
    for _ in range(4):
        live.out("input swipe 540 2000 540 500 200")
    assert "About phone" in [node["text"] for node in live.nodes()]


def test_fingers_that_move_step_by_step(live: LivePhone) -> None:
    live.out("am start -n com.android.settings/.Settings")
    x, y = 540, 2000
    live.out(f"input motionevent DOWN {x} {y}")
    for step in range(1, 9):
        live.out(f"input motionevent MOVE {x} {y - 150 * step}")
    live.out(f"input motionevent UP {x} {y - 1200}")
    assert live.out("fingertip page") == "com.android.settings"  # it was no tap
    assert "Network & internet" not in [node["text"] for node in live.nodes()]


def test_touches_outside_the_screen_do_nothing(live: LivePhone) -> None:
    before = digest(live.adb("exec-out", "screencap").stdout)
    live.out("input tap -5 10; input tap 5000 10; input -d 7 tap 540 1200; input swipe 2000 0 0 0; input roll 1 2; input press")
    assert digest(live.adb("exec-out", "screencap").stdout) == before
