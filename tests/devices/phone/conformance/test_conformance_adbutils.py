"""adbutils' own methods, each against what it promises: (method, what must hold)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import adbutils
import pytest
from live_phone import LivePhone

SETTINGS = "com.android.settings"
Deed = Callable[[LivePhone], object]


def _front(phone: LivePhone) -> str:
    return phone.out("fingertip page")


def _app_start(phone: LivePhone) -> object:
    phone.device.app_start(SETTINGS)
    return _front(phone) == SETTINGS


def _app_start_activity(phone: LivePhone) -> object:
    phone.device.app_start(SETTINGS, ".Settings")
    current = phone.device.app_current()
    return (current.package, current.activity) == (SETTINGS, ".Settings")


def _app_stop(phone: LivePhone) -> object:
    phone.device.app_start(SETTINGS)
    phone.device.app_stop(SETTINGS)
    return phone.run(f"pidof {SETTINGS}")[0] == 1


def _app_clear(phone: LivePhone) -> object:
    phone.device.app_clear("com.fingertip.notes")
    return phone.out("content query --uri content://notes") == "No result found."


def _app_info(phone: LivePhone) -> object:
    found = phone.device.app_info(SETTINGS)
    return found is not None and found.package_name == SETTINGS and bool(found.version_name)


def _keyevent(phone: LivePhone) -> object:
    phone.device.keyevent("HOME")
    return _front(phone) == "com.fingertip.launcher"


def _volume(phone: LivePhone) -> object:
    before = int(phone.out("settings put system volume_music 4; settings get system volume_music"))
    phone.device.volume_up()
    return int(phone.out("settings get system volume_music")) == before + 1


def _screen(phone: LivePhone) -> object:
    phone.device.switch_screen(False)
    off = phone.device.is_screen_on()
    phone.device.switch_screen(True)
    return not off and phone.device.is_screen_on()


def _brightness(phone: LivePhone) -> object:
    phone.device.brightness_value = 77
    return phone.device.brightness_value == 77 and phone.out("settings get system screen_brightness") == "77"


def _airplane(phone: LivePhone) -> object:
    phone.device.switch_airplane(True)
    on = phone.out("settings get global airplane_mode_on")
    phone.device.switch_airplane(False)
    return on == "1" and phone.out("settings get global airplane_mode_on; svc wifi enable") == "0"


def _wifi(phone: LivePhone) -> object:
    phone.device.switch_wifi(False)
    off = phone.out("settings get global wifi_on")
    phone.device.switch_wifi(True)
    return off == "0"


def _browser(phone: LivePhone) -> object:
    phone.device.open_browser("https://example.com")
    return _front(phone).startswith("com.android.browser")


def _battery(phone: LivePhone) -> object:
    phone.out("dumpsys battery reset")
    found = phone.device.battery()
    return (found.level, found.usb_powered, found.ac_powered, found.present) == (87, True, False, True)


def _tree(phone: LivePhone) -> object:
    return phone.device.dump_hierarchy().startswith("<?xml") and "</hierarchy>" in phone.device.dump_hierarchy()


def _sync(phone: LivePhone) -> object:
    sync = phone.device.sync
    sync.push(io.BytesIO(b"hello"), "/sdcard/Download/conformance.txt")
    stat = sync.stat("/sdcard/Download/conformance.txt")
    names = [entry.path for entry in sync.list("/sdcard/Download")]
    return (
        stat.size == 5
        and "conformance.txt" in names
        and sync.read_bytes("/sdcard/Download/conformance.txt") == b"hello"
        and sync.exists("/sdcard/Download/conformance.txt")
        and not sync.exists("/sdcard/Download/nothing")
    )


def _remove(phone: LivePhone) -> object:
    phone.device.sync.push(io.BytesIO(b"x"), "/sdcard/gone/a.txt")
    phone.device.remove("/sdcard/gone/a.txt")
    phone.device.rmtree("/sdcard/gone")
    return not phone.device.sync.exists("/sdcard/gone")


def _install_of_nonsense(phone: LivePhone) -> object:
    phone.out("echo nonsense > /data/local/tmp/n.apk")
    with pytest.raises(adbutils.AdbInstallError, match="INSTALL_PARSE_FAILED_NOT_APK"):
        phone.device.install_remote("/data/local/tmp/n.apk")
    return True


def _pull_of_nothing(phone: LivePhone) -> object:
    with pytest.raises(adbutils.AdbError):
        phone.device.sync.read_bytes("/sdcard/nothing")
    return True


def _reverse(phone: LivePhone) -> object:
    phone.device.reverse("tcp:9123", "tcp:9124")
    listed = [(item.remote, item.local) for item in phone.device.reverse_list()]
    phone.adb("reverse", "--remove-all")
    return ("tcp:9123", "tcp:9124") in listed and list(phone.device.reverse_list()) == []


def _connection_refused(phone: LivePhone) -> object:
    for kind in (adbutils.Network.TCP, adbutils.Network.LOCAL_ABSTRACT):
        with pytest.raises(adbutils.AdbError):
            phone.device.create_connection(kind, 7912 if kind is adbutils.Network.TCP else "nothing")
    return True


def _logcat(phone: LivePhone) -> object:
    phone.out("logcat -c; log -t Conf through-adbutils")
    return "through-adbutils" in phone.device.shell("logcat -d -s Conf")


DEEDS: dict[str, Deed] = {
    "serial": lambda phone: phone.device.get_state() == "device",
    "features": lambda phone: {"shell_v2", "cmd", "stat_v2", "ls_v2"} <= set(phone.device.get_features().split(",")),
    "shell": lambda phone: phone.device.shell("echo hello") == "hello",
    "shell with a list": lambda phone: phone.device.shell(["echo", "a b", "$HOME"]) == "a b $HOME",
    "shell2": lambda phone: phone.device.shell2("(exit 7)").returncode == 7,
    "shell2 v2": lambda phone: phone.device.shell2("echo o; echo e >&2; exit 3", v2=True).stderr == "e\n",
    "shell as bytes": lambda phone: phone.device.shell("printf 'a\\0b'", encoding=None) == b"a\0b",
    "shell that streams": lambda phone: phone.device.shell("echo x", stream=True).read_until_close() == "x\n",
    "getprop": lambda phone: phone.device.getprop("ro.build.version.sdk") == "34",
    "prop": lambda phone: (phone.device.prop.model, phone.device.prop.device) == ("Fingertip One", "fingertip_one"),
    "window_size": lambda phone: tuple(phone.device.window_size()) == (1080, 2400),
    "rotation": lambda phone: phone.device.rotation() == 0,
    "screenshot": lambda phone: phone.device.screenshot(error_ok=False).size == (1080, 2400),
    "screenshot of a display": lambda phone: phone.device.screenshot(display_id=0, error_ok=False).size == (1080, 2400),
    "framebuffer": lambda phone: phone.device.framebuffer().size == (1080, 2400),
    "click": lambda phone: phone.device.click(1, 1) is None,
    "swipe": lambda phone: phone.device.swipe(500, 1500, 500, 1400, 0.05) is None,
    "drag": lambda phone: phone.device.drag(500, 1500, 500, 1400, 0.05) is None,
    "send_keys": lambda phone: not phone.device.send_keys("plain text"),
    "keyevent": _keyevent,
    "volume_up": _volume,
    "switch_screen": _screen,
    "brightness": _brightness,
    "switch_airplane": _airplane,
    "switch_wifi": _wifi,
    "open_browser": _browser,
    "wlan_ip": lambda phone: phone.device.wlan_ip() == "192.168.1.23",
    "battery": _battery,
    "list_packages": lambda phone: SETTINGS in phone.device.list_packages(),
    "list_packages -3": lambda phone: SETTINGS not in phone.device.list_packages(["-3"]),
    "app_start": _app_start,
    "app_start activity": _app_start_activity,
    "app_stop": _app_stop,
    "app_clear": _app_clear,
    "app_info": _app_info,
    "app_info of nothing": lambda phone: phone.device.app_info("no.such") is None,
    "dump_hierarchy": _tree,
    "sync": _sync,
    "remove and rmtree": _remove,
    "pull of nothing": _pull_of_nothing,
    "install of nonsense": _install_of_nonsense,
    "reverse": _reverse,
    "create_connection": _connection_refused,
    "root": lambda phone: re.fullmatch("adbd cannot run as root in production builds\n?", phone.device.root()),
    "logcat": _logcat,
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # adbutils leaves sockets open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("name", DEEDS)
def test_what_adbutils_promises(phone: LivePhone, name: str) -> None:
    assert DEEDS[name](phone)


def test_pulling_a_folder(phone: LivePhone, tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt"):
        phone.device.sync.push(io.BytesIO(name.encode()), f"/sdcard/tree/{name}")
    assert phone.device.sync.pull("/sdcard/tree", str(tmp_path / "tree")) > 0
    assert (tmp_path / "tree" / "b" / "c.txt").read_text() == "b/c.txt"
