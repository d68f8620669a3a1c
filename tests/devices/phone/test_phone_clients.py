"""What other agents' ADB layers issue, command for command, and what they read from the answers."""

from __future__ import annotations

import base64
import re

import pytest
from live_phone import LivePhone

SETTINGS = "com.android.settings"
ENDLESS = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT MAX(i) FROM n)"


# the phone agent that starts one adb process a step


def current_app(live: LivePhone) -> str:
    output = live.adb("shell", "dumpsys", "window").stdout.decode()
    line = next(line for line in output.splitlines() if "mCurrentFocus" in line or "mFocusedApp" in line)
    found = re.search(r"([\w.]+)/[\w.$]+", line)
    assert found
    return found[1]


def test_open_app_look_and_go_home(live: LivePhone) -> None:
    assert "connected" in live.host("connect", live.serial)
    assert live.adb("shell", "ip", "route").stdout.split()[-1] == b"192.168.1.23"
    live.adb("shell", "monkey", "-p", SETTINGS, "-c", "android.intent.category.LAUNCHER", "1")
    assert current_app(live) == SETTINGS
    live.adb("shell", "input", "tap", "540", "400")
    assert live.out("fingertip page").startswith(f"{SETTINGS} ")
    live.adb("shell", "input", "keyevent", "4")
    assert live.out("fingertip page") == SETTINGS
    live.adb("shell", "input", "swipe", "540", "1200", "540", "1200", "300")
    live.adb("shell", "input", "keyevent", "KEYCODE_HOME")
    assert current_app(live) == "com.fingertip.launcher"


def test_a_missing_app(live: LivePhone) -> None:
    done = live.adb("shell", "monkey", "-p", "no.such.app", "-c", "android.intent.category.LAUNCHER", "1")
    assert done.returncode == 252
    assert b"No activities found to run, monkey aborted" in done.stderr


def test_text_by_broadcast(live: LivePhone) -> None:
    live.open_name_field()
    before = live.adb("shell", "settings", "get", "secure", "default_input_method").stdout.decode().strip()
    assert b"com.android.adbkeyboard/.AdbIME" in live.adb("shell", "ime", "list", "-s").stdout
    live.adb("shell", "ime", "set", "com.android.adbkeyboard/.AdbIME")
    text = base64.b64encode("你好, 世界 🙂".encode()).decode()
    live.adb("shell", "am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg", text)
    assert live.field()["text"] == "你好, 世界 🙂"
    done = live.adb("shell", "am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg", "")
    assert done.returncode == 255  # the empty argument is lost on the way
    live.adb("shell", "am", "broadcast", "-a", "ADB_CLEAR_TEXT")
    assert live.field()["text"] == ""
    live.adb("shell", "ime", "set", before)
    assert live.out("settings get secure default_input_method") == before


# the reinforcement-learning environment


def test_start_activity_and_what_is_current(live: LivePhone) -> None:
    started = live.out(f"am start -S -W -n {SETTINGS}/{SETTINGS}.Settings")
    assert "Error" not in started
    assert {"Status: ok", f"Activity: {SETTINGS}/.Settings", "Complete"} <= set(started.splitlines())
    line = live.out("am stack list | grep -E visible=true").splitlines()[0]
    assert re.findall(r"\{(.*?)\}", line)[-1] == f"{SETTINGS}/{SETTINGS}.Settings"
    task = re.match(r"\s*taskId=(\d+): \S+ .*visible=true .*topActivity=ComponentInfo\{(\S+)\}$", line)
    assert task
    assert live.run(f"am task lock {task[1]}")[0] == 0
    assert live.run("am task lock 999")[0] == 255
    live.out(f"am force-stop {SETTINGS}")
    assert "Settings" not in live.out("am stack list")


def test_a_missing_activity_is_an_error(live: LivePhone) -> None:
    status, out, err = live.run("am start -W -n no.such/.Thing")
    assert (status, err) == (0, "")  # Android's status; with -W its complaints are on stdout
    assert out.startswith("Starting: Intent { cmp=no.such/.Thing }\nError type 3\n")
    assert "Error: Activity class {no.such/.Thing} does not exist." in out
    assert live.run("am start -n no.such/.Thing")[2].endswith("Error: Activity class {no.such/.Thing} does not exist.\n")


def test_packages(live: LivePhone) -> None:
    for what, prefix in (("packages", "package:"), ("features", "feature:"), ("libraries", "library:")):
        lines = live.out(f"pm list {what}").splitlines()
        assert lines
        assert all(line.startswith(prefix) and line != prefix for line in lines)
    assert live.run("pm clear no.such")[:2] == (1, "Failed\n")
    assert live.out("pm clear --user 0 com.fingertip.notes") == "Success"
    assert live.run("pm grant com.android.camera2 android.permission.CAMERA") == (0, "", "")
    assert live.run("pm grant no.such android.permission.CAMERA")[0] == 255


def test_settings_commands(live: LivePhone) -> None:
    assert live.out("settings get system no_such_key") == "null"
    assert live.out("settings put --user 0 global x 'a b'; settings get --user current global x") == "a b"
    assert "x=a b" in live.out("settings list global").splitlines()
    assert live.out("settings delete global x; settings delete global x") == "Deleted 1 rows\nDeleted 0 rows"
    live.out("settings put system font_scale 1.3; settings reset system untrusted_defaults")
    assert live.out("settings get system font_scale") == "1.0"
    for line in ("settings get system", "settings put system a", "settings get nowhere a", "settings frob system a"):
        assert live.run(line)[0] == 255


@pytest.mark.parametrize("service", ["activity", "battery", "display", "input", "input_method", "package", "power", "window"])
def test_dumpsys_forms(live: LivePhone, service: str) -> None:
    assert live.out(f"dumpsys -t 5 {service}")
    assert f"  {service}" in live.out("dumpsys -l").splitlines()
    assert f"DUMP OF SERVICE {service}:" in live.out("dumpsys")
    assert f"DUMP OF SERVICE {service}:" not in live.out(f"dumpsys --skip {service}")


def test_the_log_as_a_stream(live: LivePhone) -> None:
    live.adb("logcat", "-b", "all", "-c")
    with live.device.shell("logcat -v epoch Marked:V '*:S'", stream=True) as stream:
        live.out("log -t Marked one; log -t Other two; log -t Marked three")
        seen = ""
        while "three" not in seen:
            seen += stream.read(1).decode()
    assert re.search(r"^ *\d+\.\d{3} +4321 +4321 I Marked *: one$", seen, re.MULTILINE)
    assert "two" not in seen


# others


def test_content_rows(live: LivePhone) -> None:
    query = "content query --uri content://notes"
    live.out("content delete --uri content://notes")
    for title, number in (("b", 2), ("a", 1), ("c: d", 3)):
        live.out(
            f"content insert --uri content://notes --bind 'title:s:{title}' --bind body:s:x"
            f" --bind modified:s:y --bind rank:i:{number}"
        )
    assert live.out(f"{query} --projection title:rank --sort 'rank DESC'").splitlines() == [
        "Row: 0 title=c: d, rank=3",
        "Row: 1 title=b, rank=2",
        "Row: 2 title=a, rank=1",
    ]
    assert live.out(f"{query} --projection rank --where \"title='a' AND rank=1\"") == "Row: 0 rank=1"
    live.out("content update --uri content://notes --bind rank:i:9 --where \"title='b'\"")
    assert live.out(f"{query} --projection title --where 'rank=9'") == "Row: 0 title=b"
    live.out("content delete --uri content://notes --where 'rank>=3'")
    assert live.out(f"{query} --projection title") == "Row: 0 title=a"
    number = live.out(f"{query} --projection _id").removeprefix("Row: 0 _id=")
    assert live.out(f"content query --uri content://notes/{number} --projection title") == "Row: 0 title=a"


def test_content_of_settings(live: LivePhone) -> None:
    live.out("content insert --uri content://settings/secure --bind name:s:mine --bind value:i:10")
    assert live.out("settings get secure mine") == "10"
    assert live.out("content query --uri content://settings/secure --projection name:value --where \"name='mine'\"") == (
        "Row: 0 name=mine, value=10"
    )
    live.out("content delete --uri content://settings/secure --where \"name='mine'\"")
    assert live.out("settings get secure mine") == "null"


@pytest.mark.parametrize(
    "line",
    [
        "content query --uri content://no.such.provider",
        "content query --uri http://notes",
        "content query --projection a",
        "content query --uri content://notes --where 'no such'",
        "content query --uri content://notes --where '1=1) UNION SELECT 1'",
        "content query --uri content://notes --sort 'title; DROP TABLE item'",
        f"content query --uri content://notes --where '{ENDLESS}'",
        "content insert --uri content://notes --bind a",
        "content insert --uri content://notes --bind a:i:x",
        "content frob --uri content://notes",
    ],
)
def test_content_that_cannot_be(live: LivePhone, line: str) -> None:
    status, out, err = live.run(line)
    assert (status, out) == (1, "")
    assert err


def test_resolving_and_viewing(live: LivePhone) -> None:
    assert live.out(f"cmd package resolve-activity --brief {SETTINGS}").splitlines()[-1] == f"{SETTINGS}/.Settings"
    live.out("am start -a android.settings.DISPLAY_SETTINGS")
    assert live.out("fingertip page") == f"{SETTINGS} display"
    assert live.out("dumpsys activity recents | grep Recent.#0").count(SETTINGS) == 1
    status, _, err = live.run("am start -a android.intent.action.VIEW -d nothing://handles/this")
    assert status == 0
    assert "unable to resolve Intent { act=android.intent.action.VIEW dat=nothing://handles/... flg=0x10000000 }" in err


def test_night_mode_changes_the_picture(live: LivePhone) -> None:
    live.out(f"am start -n {SETTINGS}/.Settings")
    light = live.device.screenshot().convert("L").resize((1, 1)).getpixel((0, 0))
    assert live.out("cmd uimode night yes") == "Night mode: yes"
    dark = live.device.screenshot().convert("L").resize((1, 1)).getpixel((0, 0))
    assert light > 180 > 90 > dark


def test_uiautomator_to_the_terminal_and_compressed(live: LivePhone) -> None:
    live.out(f"am start -n {SETTINGS}/.Settings")
    whole = live.out("uiautomator dump /dev/tty")
    assert whole.startswith(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\"><node index=\"0\""
    )
    assert whole.endswith("</hierarchy>UI hierchary dumped to: /dev/tty")
    small = live.out("uiautomator dump --compressed /dev/tty")
    assert small.count("<node") <= whole.count("<node")
    assert 'text="Display"' in small
    assert live.out("uiautomator dump") == "UI hierchary dumped to: /sdcard/window_dump.xml"


def test_uiautomator_shows_the_window_with_the_focus_only(live: LivePhone) -> None:
    live.out("am start -W -n com.android.contacts/.activities.PeopleActivity")
    assert {node["package"] for node in live.nodes()} == {"com.android.contacts"}
    live.out("cmd statusbar expand-notifications")
    nodes = live.nodes()
    assert {node["package"] for node in nodes} == {"com.android.systemui"}
    names = {node["text"] or node["content-desc"] for node in nodes}
    assert "Power menu" in names
    assert not {"Create contact", "Home"} & names
    live.out("cmd statusbar collapse")
    assert "Create contact" in {node["content-desc"] for node in live.nodes()}


def test_own_commands(live: LivePhone) -> None:
    assert live.out("fingertip seed") == "3"
    assert live.run("fingertip snapshot")[0] == 2
    assert live.run("fingertip")[0] == 2
    assert live.run("screenrecord")[:2] == (2, "")
