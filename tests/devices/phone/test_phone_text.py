"""Typed text arrives as text, whatever it looks like to a shell."""

from __future__ import annotations

import base64
import shlex

import pytest
from live_phone import LivePhone

HOSTILE = [
    '"; reboot; #',
    "$(id)",
    "`id`",
    'it\'s "quoted" \\ and & more | < > ; * ? ~ !',
    "100% $HOME ${x} {a,b} [c] (d)",
    "-n",
    "--longpress",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_ascii_by_input_text(live: LivePhone, text: str) -> None:
    live.open_name_field()
    live.out(f"input text {shlex.quote(text)}")
    assert live.field()["text"] == text
    live.touch("Save")
    assert live.out("settings get global device_name") == text


def test_percent_s_is_a_blank(live: LivePhone) -> None:
    live.open_name_field()
    live.out("input text 'a%sb%%sc'; input text %; input text s")
    assert live.field()["text"] == "a b% c%s"


@pytest.mark.parametrize("text", [*HOSTILE, "%s", "日本語 👩‍🚀 é", "\u202eright to left", "a\tb"])
def test_anything_by_broadcast(live: LivePhone, text: str) -> None:
    live.open_name_field()
    live.out("ime set com.android.adbkeyboard/.AdbIME")
    live.out(f"am broadcast -a ADB_INPUT_TEXT --es msg {shlex.quote(text)}")
    assert live.field()["text"] == text
    live.out(
        f"am broadcast -a ADB_CLEAR_TEXT; am broadcast -a ADB_INPUT_B64 --es msg {base64.b64encode(text.encode()).decode()}"
    )
    assert live.field()["text"] == text


def test_non_ascii_by_input_text_is_refused_whole(live: LivePhone) -> None:
    live.open_name_field()
    status, out, err = live.run("input text 'abc é'")
    assert (status, out) == (255, "")
    assert "java.lang.NullPointerException" in err
    assert live.field()["text"] == ""


def test_the_adb_keyboard_only_types_while_it_is_chosen(live: LivePhone) -> None:
    live.open_name_field()
    live.out("am broadcast -a ADB_INPUT_TEXT --es msg hidden")
    assert live.field()["text"] == ""


def test_keys_in_a_field(live: LivePhone) -> None:
    live.open_name_field()
    live.out("input keyevent KEYCODE_A b 31 NUMPAD_4 SPACE AT MOVE_HOME FORWARD_DEL MOVE_END DEL PERIOD")
    assert live.field()["text"] == "bc4 ."
    live.out(
        "ime set com.android.adbkeyboard/.AdbIME; am broadcast -a ADB_KEYEVENT --ei code 67; "
        "am broadcast -a ADB_INPUT_CHARS --eia chars 128578,33"
    )
    assert live.field()["text"] == "bc4 🙂!"
    live.out("am broadcast -a ADB_EDITOR_CODE --ei code 6")
    assert live.out("settings get global device_name") == "bc4 🙂!"


@pytest.mark.parametrize(
    "line",
    [
        "input keyevent",
        "input text",
        "input -d x tap 1 2",
        "input tap a b",
        "input swipe 1 2 3",
        "input",
    ],
)
def test_wrong_arguments(live: LivePhone, line: str) -> None:
    assert live.run(line)[0] == 255


def test_text_without_a_field_goes_nowhere(live: LivePhone) -> None:
    assert live.run("input text abc; input keyevent ENTER") == (0, "", "")
    assert live.out("fingertip page") == "com.fingertip.launcher"
