"""The stylus as a Device on its simulated bench: one virtual phone for all, and real threads, ports and pictures."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import numpy as np
import pytest
from PIL import Image

from devices.actions import Launch, LongPress, Press, Scroll, Swipe, Tap, Type, Wait
from devices.android.driver import AndroidDevice
from devices.contract import CHECKS, OPENING_CHECKS, Check, OpeningCheck
from devices.errors import (
    ActionRefused,
    BadOption,
    DeviceError,
    DeviceLost,
    ScreenBlack,
    ScreenTurned,
    ScreenUnavailable,
    StoppedByPerson,
    UnsupportedAction,
)
from devices.frame import Frame, Point
from devices.registry import BUILT_IN, open_device
from devices.stylus import StylusDevice, open_stylus
from devices.stylus.calibration import Calibration
from devices.stylus.opening import OPTIONS, open_on_rig
from devices.stylus.simulator.faults import parse_faults
from devices.stylus.simulator.rig import Rig, Scene, look_of
from devices.virtual import open_phone

MIDDLE = Tap(x=0.5, y=0.5)
UPPER = Tap(x=0.5, y=0.3)
SMALL = "speed=50,resolution=540x960"
"""A machine that hurries in the air, and a camera that does not cost much."""


@pytest.fixture(scope="module")
def phone() -> Iterator[AndroidDevice]:
    """One small phone that all benches here share."""
    with open_phone(seed="9", size="540x1200", density="210") as phone:
        yield phone


@pytest.fixture(scope="module")
def rig(phone: AndroidDevice) -> Iterator[tuple[Rig, Calibration]]:
    """One bench around it, and its calibration."""
    look = look_of(3, size=(540, 960), tilt=12.0, noise=3.0, blur=0.8, light=0.2)
    rig = Rig(Scene(seed=3, look=look, speed=50.0, phone={"at": phone.address}))
    try:
        yield rig, rig.calibration()
    finally:
        rig.close()


Bench = Callable[..., StylusDevice]


@pytest.fixture
def bench(rig: tuple[Rig, Calibration]) -> Iterator[Bench]:
    """Opens the stylus on that bench, with options and faults; closed by itself."""
    with ExitStack() as opened:

        def open_one(fault: str = "", **options: str) -> StylusDevice:
            rig[0].arrange(*parse_faults(fault))
            return opened.enter_context(open_on_rig(*rig, options, lambda: None))

        yield open_one


@contextmanager
def by_name(phone: AndroidDevice, *options: str) -> Iterator[StylusDevice]:
    """A bench of its own around the phone, opened by its specification."""
    with open_device(",".join((f"stylus:simulator=yes,at={phone.address},{SMALL}", *options))) as device:
        assert isinstance(device, StylusDevice)
        yield device


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_stylus_keeps_the_contract(bench: Bench, check: Check) -> None:
    check(bench())


@pytest.mark.parametrize("check", OPENING_CHECKS, ids=lambda check: check.__name__)
def test_the_stylus_keeps_the_contract_of_opening(phone: AndroidDevice, check: OpeningCheck) -> None:
    check(lambda: open_device(f"stylus:simulator=yes,at={phone.address},{SMALL}"))


def test_the_registry_and_the_driver_know_the_same_options() -> None:
    assert set(BUILT_IN["stylus"].options) == set(OPTIONS)


def apart(one: AndroidDevice, other: StylusDevice) -> tuple[float, float]:
    """How far what the camera makes of it is from what the phone shows: the mean in grey levels, the shift in pixels."""
    import cv2

    true, seen = (np.asarray(device.observe().image.convert("L"), np.float32) for device in (one, other))
    (across, down), _ = cv2.phaseCorrelate(true, seen)
    return float(np.abs(true - seen).mean()), float(np.hypot(across, down))


@pytest.mark.parametrize(
    "look", [("tilt=0", "noise=1", "light=0"), ("tilt=25", "noise=8", "light=0.5", "seed=4")], ids=["good", "bad"]
)
def test_a_frame_is_the_screen_without_perspective_noise_and_shade(phone: AndroidDevice, look: tuple[str, ...]) -> None:
    phone.perform(Press(key="home"), phone.observe())
    with by_name(phone, *look) as device:
        difference, shift = apart(phone, device)
    assert difference < 6
    assert shift < 1


def test_strokes_and_taps_do_on_the_phone_what_they_are_meant_to(
    phone: AndroidDevice, rig: tuple[Rig, Calibration], bench: Bench
) -> None:
    """The phone's own tree says where things are: a list moves and comes back, and the row that is tapped opens."""

    def tree() -> str:
        return phone._link.run("uiautomator dump /dev/tty").text

    phone.perform(Press(key="home"), phone.observe())
    phone.perform(Launch(app="Settings"), phone.settle())
    phone.settle()
    device, first = bench(), tree()
    assert device.perform(Scroll(direction="down"), device.observe()).delivered == "yes"
    assert tree() != first
    assert device.perform(Scroll(direction="up"), device.observe()).delivered == "yes"
    assert tree() == first
    found = re.search(r'text="(Apps)"[^>]*bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"', first)
    assert found
    left, top, right, bottom = (int(number) for number in found.groups()[1:])
    frame = device.settle()
    wanted = ((left + right) // 2, (top + bottom) // 2)
    place = Point.from_pixel(*wanted, frame.width, frame.height)
    receipt = device.perform(Tap(x=place.x, y=place.y), frame)
    assert receipt.delivered == "yes"
    assert receipt.pixels == (wanted,)
    touched = rig[0].glass.touches[-1]
    assert max(abs(touched[0] - wanted[0]), abs(touched[1] - wanted[1])) <= 2
    assert "Defaults, permissions" not in tree(), "the page of all settings is left"
    phone.perform(Press(key="home"), phone.observe())


def test_a_device_that_nobody_confirmed_looks_and_does_not_move(bench: Bench) -> None:
    device = bench(confirm="no")
    frame = device.observe()
    assert (frame.width, frame.height) == (540, 1200)
    with pytest.raises(ActionRefused, match="confirm=yes"):
        device.perform(MIDDLE, frame)
    assert device.perform(Wait(seconds=0), frame).delivered == "yes"
    assert device.observe().sequence > frame.sequence, "a refusal moved nothing, so it can go on looking"


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Type(text="a"), "no keyboard"),
        (Press(key="back"), "edges=yes"),
        (Launch(app="Settings"), "cannot launch"),
    ],
)
def test_what_a_pen_cannot_do_is_unsupported(bench: Bench, action: Type | Press | Launch, words: str) -> None:
    device = bench(confirm="no")
    frame = device.observe()
    with pytest.raises(UnsupportedAction, match=words):
        device.perform(action, frame)


def test_edge_gestures_where_they_were_asked_for(bench: Bench) -> None:
    device = bench(edges="yes")
    frame = device.observe()
    assert "press" in device.info.actions
    assert device.perform(Press(key="home"), frame).pixels == ((270, 1194), (270, 720))
    with pytest.raises(UnsupportedAction, match="back and home only"):
        device.perform(Press(key="power"), frame)


def test_a_frame_of_another_screen_is_not_acted_on(phone: AndroidDevice, bench: Bench) -> None:
    device = bench(confirm="no")
    turned = Frame(image=phone.observe().image.rotate(90, expand=True))
    with pytest.raises(ScreenTurned):
        device.perform(MIDDLE, turned)


def test_a_frozen_camera_is_an_error(bench: Bench) -> None:
    device = bench("frozen@1")
    device.perform(UPPER, device.observe())
    for look in (device.observe, device.settle):
        with pytest.raises(ScreenUnavailable, match="frozen"):
            look()


def test_a_black_camera_is_an_error(bench: Bench) -> None:
    device = bench("dark@1")
    device.perform(UPPER, device.observe())
    with pytest.raises(ScreenBlack, match="cap"):
        device.observe()


def test_a_lost_byte_is_made_good_where_nothing_has_moved(bench: Bench) -> None:
    device = bench("drop@1")  # the reset that wakes the controller
    assert device.perform(UPPER, device.observe()).delivered == "yes"


def test_a_cable_that_is_pulled_out_is_a_lost_device(phone: AndroidDevice) -> None:
    with by_name(phone, "fault=unplug@1") as device:
        frame = device.observe()
        with pytest.raises(DeviceLost, match="serial line"):
            device.perform(LongPress(x=0.5, y=0.3, seconds=0.5), frame)
        with pytest.raises(ScreenUnavailable, match="held"):
            device.observe()
        with pytest.raises((DeviceLost, ActionRefused)):
            device.perform(MIDDLE, frame)


def test_missed_steps_make_a_receipt_unknown_and_hold_the_robot(bench: Bench) -> None:
    device = bench("missed@1")
    frame = device.observe()
    receipt = device.perform(UPPER, frame)
    assert receipt.delivered == "unknown"
    assert "held until it is homed again" in receipt.note
    with pytest.raises(ActionRefused, match="held"):
        device.perform(MIDDLE, frame)
    with pytest.raises(ScreenUnavailable, match="in front of the screen"):
        device.observe()


def test_stop_from_another_thread(bench: Bench) -> None:
    device = bench()
    frame = device.observe()
    timer = threading.Timer(1.0, device.stop)
    timer.start()
    with pytest.raises(StoppedByPerson, match="in the middle of a touch"):
        device.perform(Swipe(x=0.5, y=0.9, to_x=0.5, to_y=0.1, seconds=5), frame)
    timer.join()
    with pytest.raises(StoppedByPerson):
        device.observe()
    with pytest.raises(StoppedByPerson):
        device.perform(MIDDLE, frame)


def test_stop_before_the_first_use_moves_nothing(bench: Bench) -> None:
    device = bench()
    device.stop()
    for use in (device.observe, device.settle, lambda: device.perform(MIDDLE, Frame(image=Image.new("RGB", (540, 1200))))):
        with pytest.raises(StoppedByPerson):
            use()


def test_closing_it_in_the_middle_of_a_touch_lifts_the_pen_first(rig: tuple[Rig, Calibration], bench: Bench) -> None:
    device = bench()
    frame = device.observe()
    timer = threading.Timer(1.0, device.close)
    timer.start()
    with pytest.raises(DeviceError):
        device.perform(Swipe(x=0.5, y=0.9, to_x=0.5, to_y=0.1, seconds=5), frame)
    timer.join()
    assert rig[0].glass.touches
    assert not rig[0].glass.pressed


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "needs calibration="),
        ({"simulator": "yes", "port": "/dev/x"}, "simulated stylus has no option 'port'"),
        ({"tilt": "5"}, "real stylus has no option 'tilt'"),
        ({"simulator": "yes", "tilt": "50"}, "tilt=50 is no good"),
        ({"simulator": "yes", "tilt": "x"}, "tilt=x is no good"),
        ({"simulator": "yes", "fault": "fire@3"}, "'fire@3' is no fault"),
        ({"simulator": "yes", "feed": "0"}, "feed=0 is no good"),
        ({"simulator": "yes", "speed": "0"}, "speed=0 is no good"),
        ({"simulator": "yes", "at": "127.0.0.1:1", "theme": "dark"}, "already runs"),
        ({"confirm": "perhaps"}, "confirm=perhaps is no good"),
        ({"calibration": "/nowhere.json"}, "cannot be read"),
    ],
)
def test_bad_options_are_named(options: dict[str, str], words: str) -> None:
    with pytest.raises(BadOption, match=re.escape(words)):
        open_stylus(**options)
