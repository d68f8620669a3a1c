"""AndroidDevice against a fake handset: real adb server, real sockets, real shell; only the handset's commands are fake."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from fake_handset import ADB_KEYBOARD, OTHER_KEYBOARD, Bench, bench, gradient, says, wait_until
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.actions import DoubleTap, Drag, Launch, LongPress, Press, Scroll, Swipe, Tap, Type, Wait
from devices.android.driver import CLEARED, AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer, listens
from devices.contract import CHECKS, Check
from devices.errors import ActionRefused, DeliveryUnknown, DeviceLost, ScreenTurned
from devices.registry import open_device


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


@pytest.fixture
def desk(server: PrivateServer) -> Iterator[Bench]:
    with bench(server) as desk:
        yield desk


@pytest.fixture
def phone(desk: Bench) -> Iterator[AndroidDevice]:
    with desk.open() as phone:
        yield phone


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_android_keeps_the_contract(desk: Bench, check: Check) -> None:
    with desk.open() as phone:
        check(phone)


def test_a_specification_opens_it(desk: Bench) -> None:
    desk.server.ensure()
    with open_device(f"android:localhost:{desk.port},server={desk.server.port}") as phone:
        assert phone.info.model == "Fake Handset"
        assert phone.info.name == "android"
        assert desk.serial in phone.info.fingerprint
        assert "fake/1" in phone.info.fingerprint


def test_a_frame_is_the_picture_as_sent(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    assert frame.image.tobytes() == gradient(108, 240).tobytes()
    assert (frame.rotation, frame.sequence) == (0, 0)
    desk.handset.rotation = 1
    turned = phone.observe()
    assert (turned.width, turned.height, turned.rotation, turned.sequence) == (240, 108, 1, 1)
    assert (phone.info.width, phone.info.height) == (240, 108)


def test_looking_is_one_exchange(desk: Bench, phone: AndroidDevice) -> None:
    before = len(desk.handset.lines)
    phone.observe()
    assert [words[0] for words in desk.handset.lines[before:]] == ["dumpsys", "screencap"]


@pytest.mark.parametrize(
    ("action", "lines"),
    [
        (Tap(x=0.5, y=0.25), ["input tap 54 60"]),
        (DoubleTap(x=0.999, y=0), ["input tap 107 0"] * 2),
        (LongPress(x=0, y=0.5, seconds=0.7), ["input swipe 0 120 0 120 700"]),
        (Swipe(x=0, y=0, to_x=0.5, to_y=0.5, seconds=0.2), ["input swipe 0 0 54 120 200"]),
        (Drag(x=0, y=0, to_x=0.5, to_y=0.5), ["input draganddrop 0 0 54 120 1000"]),
        (Scroll(direction="down"), ["input swipe 54 180 54 60 550"]),
        (Scroll(direction="left", y=0.25), ["input swipe 27 60 81 60 550"]),
        (Press(key="back"), ["input keyevent 4"]),
        (Type(text="hi there\n50%s", submit=True), None),
        (Launch(app="com.fingertip.clock"), None),
    ],
)
def test_what_the_receipt_says_is_what_the_phone_got(
    desk: Bench, phone: AndroidDevice, action: Tap, lines: list[str] | None
) -> None:
    frame = phone.observe()
    start = len(desk.handset.lines)
    receipt = phone.perform(action, frame)
    arrived = [" ".join(words) for words in desk.handset.lines[start:] if words[0] in ("input", "monkey")]
    assert [line.replace("'", "") for line in receipt.sent] == arrived
    assert receipt.delivered == "yes"
    if lines is not None:
        assert arrived == lines


def test_pixels_are_those_of_the_frame_s_own_size(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.rotation = 3
    receipt = phone.perform(Tap(x=0.75, y=0.5), phone.observe())
    assert receipt.pixels == ((180, 54),)
    assert desk.handset.calls("input") == ["input tap 180 54"]


def test_nothing_is_touched_once_the_screen_has_turned(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    for rotation, size in ((1, (108, 240)), (2, (108, 240)), (0, (108, 200))):
        desk.handset.rotation = rotation
        desk.handset.width, desk.handset.height = size
        for action in (Tap(x=0.5, y=0.5), Scroll(direction="up")):
            with pytest.raises(ScreenTurned):
                phone.perform(action, frame)
    assert desk.handset.calls("input") == []


def test_a_screen_that_turns_under_the_picture_is_looked_at_again(desk: Bench, phone: AndroidDevice) -> None:
    def turn() -> None:
        desk.handset.rotation = 1
        desk.handset.hooks.clear()

    desk.handset.hooks["dumpsys"] = turn
    frame = phone.observe()
    assert (frame.width, frame.height, frame.rotation) == (240, 108, 1)


def test_a_guard_that_never_matches_costs_exchanges_but_loses_no_tap(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.handset.hooks["dumpsys"] = lambda: setattr(desk.handset, "viewport", True)
    desk.handset.viewport = False
    phone.perform(Tap(x=0.5, y=0.5), frame)
    assert desk.handset.calls("input") == ["input tap 54 120"]


# typing


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("%s '\"\\$`\n\t"), max_size=60))
def test_any_text_arrives_as_it_is_and_the_keyboard_comes_back(desk: Bench, phone: AndroidDevice, text: str) -> None:
    desk.handset.text = ""
    phone.perform(Type(text=text), phone.observe())
    assert desk.handset.text == text
    assert desk.handset.keyboard == OTHER_KEYBOARD
    assert desk.handset.enabled == [OTHER_KEYBOARD]


@pytest.mark.parametrize("text", ['"; reboot; #', "$(id)", "`id`", "%s", "it's", "a\\nb", "100% s", "-d 1", "你好 🙂 $HOME"])
def test_known_traps_arrive_as_text(desk: Bench, phone: AndroidDevice, text: str) -> None:
    phone.perform(Type(text=text), phone.observe())
    assert desk.handset.text == text


@pytest.mark.parametrize("installed", [True, False])
def test_clear_empties_the_field_first_and_submit_presses_enter(desk: Bench, phone: AndroidDevice, installed: bool) -> None:
    desk.handset.text = "old words"
    if not installed:
        desk.handset.keyboards = (OTHER_KEYBOARD,)
    receipt = phone.perform(Type(text="new", clear=True, submit=True), phone.observe())
    assert desk.handset.text == "new\n"
    assert (str(CLEARED) in receipt.note) == (not installed)
    assert desk.handset.keyboard == OTHER_KEYBOARD


def test_long_text_goes_in_pieces(desk: Bench, phone: AndroidDevice) -> None:
    plain, other = "ab %s'" * 20 + "word's " * 200, "ß☃" * 4000
    phone.perform(Type(text=plain), phone.observe())
    assert desk.handset.text == plain
    desk.handset.text = ""
    phone.perform(Type(text=other), phone.observe())
    assert desk.handset.text == other


def test_other_letters_without_adb_keyboard_are_refused_with_the_way_out(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.keyboards = (OTHER_KEYBOARD,)
    with pytest.raises(ActionRefused, match="ADBKeyboard"):
        phone.perform(Type(text="héllo"), phone.observe())
    assert desk.handset.calls("input") == []


def test_control_characters_are_refused(desk: Bench, phone: AndroidDevice) -> None:
    with pytest.raises(ActionRefused, match=r"U\+001B"):
        phone.perform(Type(text="a\x1b[2J"), phone.observe())


def test_a_keyboard_that_was_current_stays(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.enabled.append(ADB_KEYBOARD)
    desk.handset.keyboard = ADB_KEYBOARD
    phone.perform(Type(text="é"), phone.observe())
    assert desk.handset.text == "é"
    assert desk.handset.keyboard == ADB_KEYBOARD


def test_no_keyboard_before_means_reset_after(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.keyboard = ""
    phone.perform(Type(text="é"), phone.observe())
    assert desk.handset.text == "é"
    assert desk.handset.keyboard == ""


def test_the_keyboard_comes_back_after_a_refused_broadcast(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.faults["am"] = says(err=b"Error: am is broken\n", status=1)
    with pytest.raises(ActionRefused, match="am is broken"):
        phone.perform(Type(text="é"), phone.observe())
    assert desk.handset.keyboard == OTHER_KEYBOARD
    assert desk.handset.enabled == [OTHER_KEYBOARD]


def test_a_phone_that_does_not_switch_keyboards_is_refused(desk: Bench) -> None:
    desk.handset.switches = False
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    with (
        AndroidDevice(Link(desk.serial, desk.server), clock=lambda: now[0], pause=pause) as phone,
        pytest.raises(ActionRefused, match="did not switch"),
    ):
        phone.perform(Type(text="é"), phone.observe())
    assert base64.b64encode("é".encode()).decode() not in " ".join(desk.handset.calls("am"))


def test_close_gives_the_keyboard_back_that_could_not_be_given_back_before(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    port = desk.port

    def lose() -> None:
        desk.handset.hooks.clear()
        desk.adbd.unplug()

    desk.handset.hooks["am"] = lose
    with pytest.raises(DeliveryUnknown):
        phone.perform(Type(text="é"), frame)
    assert desk.handset.keyboard == ADB_KEYBOARD
    desk.adbd.replug()
    assert desk.port == port
    phone.close()
    assert desk.handset.keyboard == OTHER_KEYBOARD


# apps


def test_launch_by_label_waits_until_the_app_is_in_front(desk: Bench, phone: AndroidDevice) -> None:
    receipt = phone.perform(Launch(app="Settings"), phone.observe())
    assert desk.handset.front == "com.android.settings"
    assert receipt.sent == ("monkey -p 'com.android.settings' -c android.intent.category.LAUNCHER 1",)


def test_an_app_that_stays_behind_is_refused(desk: Bench) -> None:
    desk.handset.opens = False
    with desk.open(launch_seconds=0.2) as phone, pytest.raises(ActionRefused, match="did not come to the front"):
        phone.perform(Launch(app="clock"), phone.observe())


def test_an_app_that_monkey_does_not_find_is_refused(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.faults["monkey"] = says(b"** No activities found to run, monkey aborted.\n", status=252)
    with pytest.raises(ActionRefused, match="No activities found"):
        phone.perform(Launch(app="clock"), phone.observe())


@pytest.mark.parametrize("app", ["Teapot", "com.absent.app", "clock; reboot", "$(reboot)"])
def test_an_unknown_app_starts_nothing(desk: Bench, phone: AndroidDevice, app: str) -> None:
    with pytest.raises(ActionRefused):
        phone.perform(Launch(app=app), phone.observe())
    assert desk.handset.calls("monkey") == []


# the rest


def test_waiting_takes_its_time(desk: Bench) -> None:
    pauses: list[float] = []
    with AndroidDevice(Link(desk.serial, desk.server), pause=pauses.append) as phone:
        phone.perform(Wait(seconds=7), phone.observe())
    assert pauses == [7]


def test_settling_looks_until_the_picture_rests(desk: Bench, phone: AndroidDevice) -> None:
    shades = iter([30, 60, 90, 90])
    desk.handset.hooks["screencap"] = lambda: setattr(
        desk.handset, "picture", Image.new("RGB", (108, 240), (next(shades, 90), 1, 1))
    )
    assert phone.settle().image.getpixel((0, 0)) == (90, 1, 1)


def test_a_private_server_ends_with_its_owner(server: PrivateServer) -> None:
    own = PrivateServer()
    own.ensure()
    assert listens(own.host, own.port)
    own.close()
    wait_until(lambda: not listens(own.host, own.port))
    own.close()


def test_a_closed_phone_is_lost_not_reopened(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    phone.close()
    with pytest.raises(DeviceLost):
        phone.perform(Press(key="home"), frame)
    assert desk.handset.calls("input") == []
