"""adbutils drives the phone: every method of its device object that this phone supports."""

from __future__ import annotations

import adbutils
import pytest
from live_phone import LivePhone, digest

SETTINGS = "com.android.settings"


def test_size_and_rotation(live: LivePhone) -> None:
    device = live.device
    assert (device.window_size(), device.rotation()) == ((1080, 2400), 0)
    live.out("wm user-rotation lock 1")
    assert (tuple(device.window_size()), device.rotation()) == ((2400, 1080), 1)
    assert device.screenshot().size == (2400, 1080)
    assert live.out("dumpsys input | grep SurfaceOrientation").split() == ["SurfaceOrientation:", "1"]
    live.out("settings put system user_rotation 0")
    assert device.rotation() == 0


def test_overridden_size_and_density(live: LivePhone) -> None:
    assert live.out("wm size 720x1600; wm size; wm density 280; wm density").splitlines() == [
        "Physical size: 1080x2400",
        "Override size: 720x1600",
        "Physical density: 420",
        "Override density: 280",
    ]
    assert tuple(live.device.window_size()) == (720, 1600)
    assert live.device.screenshot().size == (720, 1600)
    live.out("wm user-rotation lock 1; wm size reset; wm density reset")
    assert tuple(live.device.window_size()) == (2400, 1080)
    assert live.run("wm size 1x1")[0] == 255
    assert live.run("wm size big")[0] == 255


def test_screenshots(live: LivePhone) -> None:
    plain, numbered = live.device.screenshot(error_ok=False), live.device.screenshot(display_id=0, error_ok=False)
    assert plain.size == (1080, 2400)
    assert digest(plain.tobytes()) == digest(numbered.tobytes())


def test_touches_and_keys(live: LivePhone) -> None:
    device = live.device
    live.out(f"am start -n {SETTINGS}/.Settings")
    row = next(node for node in live.nodes() if node["text"] == "Display")
    left, top, right, bottom = (int(part) for part in row["bounds"].replace("][", ",").strip("[]").split(","))
    device.click((left + right) // 2, (top + bottom) // 2)
    assert live.out("fingertip page") == f"{SETTINGS} display"
    device.keyevent("BACK")
    assert live.out("fingertip page") == SETTINGS
    device.swipe(540, 1900, 540, 900, 0.2)
    device.drag(540, 1200, 540, 1210, 0.1)
    device.keyevent(3)
    assert live.out("fingertip page") == "com.fingertip.launcher"
    device.keyevent("APP_SWITCH")
    assert live.out("fingertip page") == "com.fingertip.launcher recents"
    device.switch_screen(False)
    assert not device.is_screen_on()
    device.switch_screen(True)
    before = int(live.out("settings get system volume_music"))
    device.volume_up(2)
    assert int(live.out("settings get system volume_music")) == before + 2
    device.volume_mute()
    assert live.out("settings get system volume_music") == "0"


def test_apps(live: LivePhone) -> None:
    device = live.device
    assert device.app_current().package == "com.fingertip.launcher"
    device.app_start(SETTINGS)
    current = device.app_current()
    assert (current.package, current.activity) == (SETTINGS, ".Settings")
    assert current.pid > 0
    device.app_start(SETTINGS, ".Settings$DisplaySettingsActivity")
    assert live.out("fingertip page") == f"{SETTINGS} display"
    device.app_stop(SETTINGS)
    assert device.app_current().package == "com.fingertip.launcher"
    info = device.app_info(SETTINGS)
    assert info is not None
    assert (info.package_name, info.version_name, info.version_code) == (SETTINGS, "1.0", 10000)
    assert info.last_update_time is not None
    assert device.app_info("not.there") is None
    installed, third = device.list_packages(), device.list_packages(["-3"])
    assert {SETTINGS, "android", "com.fingertip.launcher", "com.android.adbkeyboard", "com.fingertip.keyboard"} <= set(
        installed
    )
    assert SETTINGS not in third
    assert set(third) < set(installed)


def test_clearing_an_app_leaves_nothing(live: LivePhone) -> None:
    assert live.out("content query --uri content://notes --projection title").startswith("Row: 0 ")
    live.device.app_clear("com.fingertip.notes")
    assert live.out("content query --uri content://notes") == "No result found."


def test_hierarchy(live: LivePhone) -> None:
    live.out(f"am start -n {SETTINGS}/.Settings")
    text = live.device.dump_hierarchy()
    assert text.startswith("<?xml")
    assert 'text="Network &amp; internet"' in text
    assert f'package="{SETTINGS}"' in text


def test_properties_and_files(live: LivePhone) -> None:
    device = live.device
    assert device.prop.model == "Fingertip One"
    assert device.getprop("ro.build.version.sdk") == "34"
    assert device.getprop("no.such.property") == ""
    device.sync.push(b"hello", "/sdcard/hello.txt")
    assert device.sync.read_bytes("/sdcard/hello.txt") == b"hello"
    assert device.sync.exists("/sdcard/hello.txt")
    assert "hello.txt" in [entry.path for entry in device.sync.list("/sdcard")]
    device.remove("/sdcard/hello.txt")
    assert not device.sync.exists("/sdcard/hello.txt")


def test_switches_and_values(live: LivePhone) -> None:
    device = live.device
    device.switch_airplane(True)
    assert live.out("settings get global airplane_mode_on; settings get global wifi_on") == "1\n0"
    device.switch_airplane(False)
    device.switch_wifi(False)
    with pytest.raises(adbutils.AdbError):
        device.wlan_ip()
    device.switch_wifi(True)
    assert device.wlan_ip() == "192.168.1.23"
    device.brightness_value = 77
    assert (device.brightness_value, live.out("settings get system screen_brightness")) == (77, "77")
    battery = device.battery()
    assert (battery.level, battery.temperature) == (87, 25.1)


def test_reverse_and_root_answer(live: LivePhone) -> None:
    assert "cannot run as root" in live.device.root()
    with pytest.raises(adbutils.AdbError):
        live.device.create_connection(adbutils.Network.TCP, 7912)
