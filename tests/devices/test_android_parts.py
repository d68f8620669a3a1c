"""The parts of the Android driver that need no phone: quoting, typing plans, gestures, pictures, apps, fault names."""

from __future__ import annotations

import io
import shlex
import socket
import subprocess

import adbutils
import adbutils.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.actions import Direction, DoubleTap, Drag, LongPress, Scroll, Swipe, Tap
from devices.android import apps
from devices.android.deadline import Expired, Worker
from devices.android.gestures import EDGE, KEYCODES, plan
from devices.android.keyboard import broadcasts
from devices.android.link import FOREIGN_ERRORS, NEVER_SENT, Fault, Reply, fault_of
from devices.android.screen import Screen, decode, parse_screen, png_size
from devices.android.text import normal, quote, typable, typing_commands
from devices.errors import ActionRefused, ScreenBlack, ScreenUnavailable
from devices.phone.adbd import language

PLAIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("%s %s\n\t'\"$`\\;"), max_size=900)
FRACTIONS = st.floats(0, 1, exclude_max=True)
SIDES = st.integers(320, 4000)


# quoting


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=300))
def test_any_text_goes_through_a_posix_shell_unchanged(text: str) -> None:
    assert shlex.split(f"input text {quote(text)} after") == ["input", "text", text, "after"]


@settings(max_examples=25)
@given(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=300))
def test_any_text_goes_through_the_real_shell_unchanged(text: str) -> None:
    done = subprocess.run(["/bin/sh", "-c", f"printf %s {quote(text)}"], capture_output=True, check=True)
    assert done.stdout == text.encode()


def test_nul_is_no_argument() -> None:
    with pytest.raises(ValueError, match="NUL"):
        quote("a\0b")


# typing


def as_android(commands: list[str]) -> str:
    """What Android's `input` enters, by the rule in its source: walk, and let %s become a blank."""
    entered = []
    for command in commands:
        program, verb, argument = shlex.split(command)
        assert program == "input"
        if verb == "keyevent":
            entered.append({"66": "\n", "61": "\t"}[argument])
            continue
        assert argument, "input text needs text"
        letters, escaped, place = list(argument), False, 0
        while place < len(letters):
            if escaped:
                escaped = False
                if letters[place] == "s":
                    letters[place] = " "
                    place -= 1
                    del letters[place]
            if letters[place] == "%":
                escaped = True
            place += 1
        entered.append("".join(letters))
    return "".join(entered)


@given(PLAIN)
def test_plain_text_arrives_letter_by_letter(text: str) -> None:
    assert typable(text)
    commands = typing_commands(text)
    assert as_android(commands) == text
    assert all(" " not in shlex.split(command)[2] for command in commands)


@given(PLAIN)
def test_plain_text_arrives_where_percent_s_is_simply_replaced(text: str) -> None:
    words = [shlex.split(command) for command in typing_commands(text)]
    entered = [word[2].replace("%s", " ") if word[1] == "text" else {"66": "\n", "61": "\t"}[word[2]] for word in words]
    assert "".join(entered) == text


def test_percent_s_is_never_sent_as_one() -> None:
    assert typing_commands("50%s off") == ["input text '50%'", "input text 's%soff'"]


def test_line_ends_are_keys() -> None:
    assert typing_commands(normal("a\r\nb\rc")) == [
        "input text 'a'",
        "input keyevent 66",
        "input text 'b'",
        "input keyevent 66",
        "input text 'c'",
    ]


@pytest.mark.parametrize("text", ["é", "你好", "🙂", "\u200b", "\xa0"])
def test_other_letters_are_not_for_input_text(text: str) -> None:
    assert not typable(text)


@pytest.mark.parametrize("text", ["\0", "\x1b[2J", "a\x7f", "\ud800"])
def test_what_no_keyboard_has_is_refused(text: str) -> None:
    with pytest.raises(ActionRefused):
        normal(text)


@given(st.text(st.characters(codec="utf-8"), max_size=8000))
def test_broadcasts_hold_the_whole_text_in_lines_that_adb_takes(text: str) -> None:
    import base64

    parts = [shlex.split(command) for command in broadcasts(text)]
    assert all(part[:-1] == ["am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg"] for part in parts)
    assert "".join(base64.b64decode(part[-1]).decode() for part in parts) == text
    assert all(len(command) < 20_000 for command in broadcasts(text))


# gestures


@given(x=FRACTIONS, y=FRACTIONS, to_x=FRACTIONS, to_y=FRACTIONS, width=SIDES, height=SIDES)
def test_every_place_is_a_whole_pixel_of_the_screen(
    x: float, y: float, to_x: float, to_y: float, width: int, height: int
) -> None:
    actions = (
        Tap(x=x, y=y),
        DoubleTap(x=x, y=y),
        LongPress(x=x, y=y),
        Swipe(x=x, y=y, to_x=to_x, to_y=to_y),
        Drag(x=x, y=y, to_x=to_x, to_y=to_y),
    )
    for action in actions:
        gesture = plan(action, width, height)
        for column, row in gesture.pixels:
            assert 0 <= column < width
            assert 0 <= row < height
        numbers = [int(word) for command in gesture.commands for word in command.split()[2:]]
        assert numbers[0] == int(x * width)
        assert numbers[1] == int(y * height)


@given(x=FRACTIONS, y=FRACTIONS, amount=st.floats(0.01, 1), direction=st.sampled_from(["up", "down", "left", "right"]))
def test_a_scroll_moves_the_finger_against_the_content_and_off_the_edges(
    x: float, y: float, amount: float, direction: Direction
) -> None:
    width, height = 1000, 2000
    gesture = plan(Scroll(x=x, y=y, direction=direction, amount=amount), width, height)
    (x1, y1), (x2, y2) = gesture.pixels
    along = {"down": y1 - y2, "up": y2 - y1, "right": x1 - x2, "left": x2 - x1}[direction]
    across = x1 - x2 if direction in ("up", "down") else y1 - y2
    side = height if direction in ("up", "down") else width
    assert across == 0
    assert along == pytest.approx(min(amount, 1 - 2 * EDGE) * side, abs=2)
    assert all(EDGE * width - 1 <= column <= (1 - EDGE) * width for column in (x1, x2))
    assert all(EDGE * height - 1 <= row <= (1 - EDGE) * height for row in (y1, y2))
    assert bool(gesture.note) == (amount > 1 - 2 * EDGE)


def test_commands_read_like_android() -> None:
    assert plan(Tap(x=0.5, y=0.5), 1080, 2400).commands == ("input tap 540 1200",)
    assert plan(DoubleTap(x=0, y=0), 1080, 2400).commands == ("input tap 0 0", "input tap 0 0")
    assert plan(LongPress(x=0.5, y=0.5, seconds=0.8), 1080, 2400).commands == ("input swipe 540 1200 540 1200 800",)
    assert plan(Drag(x=0, y=0, to_x=0.5, to_y=0.5), 1080, 2400).commands == ("input draganddrop 0 0 540 1200 1000",)
    assert plan(Scroll(direction="down"), 1000, 2000).commands == ("input swipe 500 1500 500 500 550",)
    assert KEYCODES["back"] == 4


# pictures


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


PICTURE = Image.frombytes("RGB", (40, 60), bytes((x * y) % 251 for x in range(120) for y in range(60)))
WHOLE = png(PICTURE)


def test_a_whole_picture_comes_back_exactly() -> None:
    for image in (PICTURE, PICTURE.convert("RGBA")):
        data = png(image)
        assert png_size(data) == (40, 60)
        assert decode(data).tobytes() == PICTURE.tobytes()


@given(st.integers(0, len(WHOLE) - 1))
def test_every_cut_is_noticed(length: int) -> None:
    with pytest.raises(ScreenUnavailable):
        png_size(WHOLE[:length])


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_every_changed_byte_is_noticed(place: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] ^= change
    with pytest.raises(ScreenUnavailable):
        png_size(bytes(damaged))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b"[Warning] two displays\n" + WHOLE,
        WHOLE.replace(b"\n", b"\r\n"),
        WHOLE + b"tail",
        WHOLE[:8],
        WHOLE[:8] + WHOLE[-12:],
    ],
)
def test_what_is_no_png_is_no_picture(data: bytes) -> None:
    with pytest.raises(ScreenUnavailable):
        png_size(data)


def test_a_well_formed_file_without_pixels_is_no_picture() -> None:
    start = WHOLE.index(b"IDAT") - 4
    with pytest.raises(ScreenUnavailable):
        decode(WHOLE[:start] + WHOLE[-12:])


def test_black_is_no_picture_but_nearly_black_is() -> None:
    black = Image.new("RGBA", (40, 60), (0, 0, 0, 255))
    with pytest.raises(ScreenBlack):
        decode(png(black))
    black.putpixel((39, 59), (0, 0, 1, 255))
    assert decode(png(black)).getbbox() == (39, 59, 40, 60)


VIEWPORT = (
    "DisplayViewport{{type={kind}, valid=true, isActive=true, displayId={number}, uniqueId='local:46', physicalPort=0, "
    "orientation={rotation}, logicalFrame=Rect(0, 0 - {width}, {height}), physicalFrame=Rect(0, 0 - 1, 2), "
    "deviceWidth=1, deviceHeight=2}}"
)


@given(st.integers(0, 3), SIDES, SIDES)
def test_the_display_is_read_and_found_again_by_its_mark(rotation: int, width: int, height: int) -> None:
    main = VIEWPORT.format(kind="INTERNAL", number=0, rotation=rotation, width=width, height=height)
    text = f"DISPLAY MANAGER\n  mViewports=[{main}]\n  orientation=2\n"
    screen = parse_screen(text)
    assert screen == Screen(rotation, width, height)
    assert screen.mark in text
    assert Screen((rotation + 1) % 4, width, height).mark not in text


def test_the_main_display_is_taken_from_several() -> None:
    other = VIEWPORT.format(kind="EXTERNAL", number=3, rotation=1, width=1920, height=1080)
    main = VIEWPORT.format(kind="INTERNAL", number=0, rotation=0, width=1080, height=2400)
    assert parse_screen(f"mViewports=[{other}, {main}]") == Screen(0, 1080, 2400)


@pytest.mark.parametrize("text", ["", "garbage", "Can't find service: display", "orientation=0"])
def test_a_display_without_description_is_an_error(text: str) -> None:
    with pytest.raises(ScreenUnavailable):
        parse_screen(text)


# apps

INSTALLED = frozenset({"com.android.settings", "com.fingertip.notes", "com.spotify.music", "com.google.android.keep"})


def test_labels_and_packages_are_found_among_the_installed() -> None:
    assert apps.find_package("Settings", INSTALLED) == "com.android.settings"
    assert apps.find_package("  NOTES ", INSTALLED) == "com.fingertip.notes"
    assert apps.find_package("com.spotify.music", INSTALLED) == "com.spotify.music"


@pytest.mark.parametrize(
    ("app", "words"),
    [
        ("Spotify", "com.spotify.music"),
        ("Camera", "tap it"),
        ("com.absent.app", "not installed"),
        ("x; reboot", "tap it"),
        ("com.android.settings; reboot", "tap it"),
        ("   ", "tap it"),
    ],
)
def test_other_apps_are_refused_with_the_way_out(app: str, words: str) -> None:
    with pytest.raises(ActionRefused, match=words):
        apps.find_package(app, INSTALLED)


def test_package_lists_and_windows_are_read() -> None:
    assert apps.installed_packages("package:a.b\r\npackage:c.d\nnoise\n") == {"a.b", "c.d"}
    text = (
        "  mCurrentFocus=Window{5d0b11c u0 com.android.settings/com.android.settings.Settings}\n"
        "  mFocusedApp=ActivityRecord{7c3f1a2 u0 com.fingertip.notes/.Main t12}\n"
        "  mFocusedApp=AppWindowToken{7 token=Token{3 ActivityRecord{1 u0 org.older/.Main t3}}}\n"
        "  mCurrentFocus=Window{1 u0 NotificationShade}\n"
    )
    assert {"com.android.settings", "com.fingertip.notes", "org.older"} <= apps.in_front(text)
    assert apps.in_front("mCurrentFocus=null\n") == frozenset()


def test_the_packages_that_the_table_names_are_packages() -> None:
    assert all(apps.is_package(package) for packages in apps.PACKAGES.values() for package in packages)


# the edge


def family(kind: type[BaseException]) -> list[type[BaseException]]:
    return [kind, *(child for direct in kind.__subclasses__() for child in family(direct))]


def test_every_error_of_adbutils_is_known_at_the_edge() -> None:
    named = [value for value in vars(adbutils.errors).values() if isinstance(value, type) and issubclass(value, BaseException)]
    kinds = {kind for name in named for kind in family(name)} | set(family(subprocess.SubprocessError))
    assert {kind.__name__ for kind in kinds} >= {
        "AdbError",
        "AdbTimeout",
        "AdbConnectionError",
        "AdbInstallError",
        "AdbSyncError",
    }
    for kind in kinds:
        assert issubclass(kind, FOREIGN_ERRORS), kind


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (adbutils.AdbError("device 'X' not found"), Fault.ABSENT),
        (adbutils.AdbError("no device with transport id '7'"), Fault.ABSENT),
        (adbutils.AdbError("no devices/emulators found"), Fault.ABSENT),
        (adbutils.AdbError("Can't find any android device/emulator"), Fault.ABSENT),
        (adbutils.AdbError("more than one device/emulator, please specify the serial number"), Fault.ABSENT),
        (adbutils.AdbError("device offline"), Fault.OFFLINE),
        (adbutils.AdbError("device still authorizing"), Fault.OFFLINE),
        (adbutils.AdbError("device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set"), Fault.UNAUTHORIZED),
        (adbutils.AdbError("closed"), Fault.BROKEN),
        (adbutils.AdbError("Unknown data: b''"), Fault.BROKEN),
        (adbutils.AdbError("shell output invalid", "cmd", b""), Fault.BROKEN),
        (adbutils.AdbError("connection closed"), Fault.BROKEN),
        (adbutils.errors.AdbTimeout("adb read timeout"), Fault.MUTE),
        (adbutils.errors.AdbTimeout("connect to adb server timeout"), Fault.NO_SERVER),
        (adbutils.errors.AdbConnectionError("connect to adb server failed: refused"), Fault.NO_SERVER),
        (adbutils.errors.AdbInstallError("Failure [X]"), Fault.BROKEN),
        (adbutils.errors.AdbSyncError("x"), Fault.BROKEN),
        (EOFError("Expected 5 bytes, got 0"), Fault.BROKEN),
        (ConnectionResetError(), Fault.BROKEN),
        (BrokenPipeError(), Fault.BROKEN),
        (ValueError("invalid literal"), Fault.BROKEN),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"), Fault.BROKEN),
        (TimeoutError(), Fault.MUTE),
        (Expired("no answer"), Fault.MUTE),
        (FileNotFoundError("adb"), Fault.NO_SERVER),
        (subprocess.TimeoutExpired("adb", 20), Fault.NO_SERVER),
        (subprocess.CalledProcessError(1, "adb"), Fault.NO_SERVER),
    ],
)
def test_faults_have_names(error: BaseException, fault: Fault) -> None:
    assert isinstance(error, FOREIGN_ERRORS)
    assert fault_of(error) is fault


def test_only_what_shows_before_sending_counts_as_not_sent() -> None:
    assert {Fault.BROKEN, Fault.MUTE}.isdisjoint(NEVER_SENT)


def test_a_complaint_is_one_telling_line() -> None:
    assert Reply(255, b"", b"\nException occurred while executing 'text':\njava.lang.X: no\n").complaint.startswith(
        "java.lang.X"
    )
    assert Reply(1, b"mViewports=[DisplayViewport{}]\n", b"").complaint == "exit status 1"
    assert Reply(252, b"bash arg: -p\n** No activities found to run, monkey aborted.\n", b"").complaint.startswith("** No")
    assert Reply(127, b"", b"/system/bin/sh: x: inaccessible or not found\n").complaint.endswith("not found")


def test_a_call_past_its_deadline_is_given_up_and_the_next_one_runs() -> None:
    release, other = socket.socketpair()

    def abandon() -> None:
        other.close()

    worker = Worker(abandon)
    with release:
        with pytest.raises(Expired):
            worker.call(lambda: release.recv(1), 0.05)
        assert worker.call(lambda: "next", 5.0) == "next"
        with pytest.raises(ZeroDivisionError):
            worker.call(lambda: 1 // 0, 5.0)
    worker.close()


def test_the_phone_s_shell_reads_our_lines() -> None:
    for line in ("dumpsys display | grep DisplayViewport >&2; screencap -p", f"input text {quote(chr(39) + '; reboot; #')}"):
        language.parse(line)
