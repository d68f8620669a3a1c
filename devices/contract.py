"""What every device must keep, as plain functions that take an open device.

A driver's own tests run them: `for check in CHECKS: check(device)`, each on a freshly opened device, and
`for check in OPENING_CHECKS: check(opener)`; `python -m devices check NAME` does the same. They move the device: they tap,
type and press keys. A broken promise is an AssertionError that says what is wrong. A check that does not apply returns why;
one that was kept returns None. Ships with the package so that plugins can use it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from devices.actions import (
    KINDS,
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.base import Device, Receipt
from devices.endurance import Opener, closing_leaves_nothing_behind, ctrl_c_leaves_it_usable, two_callers_do_not_mix
from devices.errors import ActionRefused, DeviceLost, ScreenTurned, UnsupportedAction
from devices.frame import Frame, Point

Check = Callable[[Device], str | None]
OpeningCheck = Callable[[Opener], str | None]

SAMPLES: tuple[Action, ...] = (
    Tap(x=0.5, y=0.5),
    DoubleTap(x=0.5, y=0.5),
    LongPress(x=0.5, y=0.5, seconds=0.6),
    Swipe(x=0.5, y=0.6, to_x=0.5, to_y=0.4, seconds=0.1),
    Drag(x=0.5, y=0.6, to_x=0.5, to_y=0.4, seconds=0.3),
    Scroll(direction="down"),
    Type(text="it's \"; reboot; # $(id) `id` %s 100%"),
    Press(key="home"),
    Launch(app="Settings"),
    Wait(seconds=0),
    Hover(x=0.5, y=0.5),
    Click(x=0.5, y=0.5, button="middle"),
    Hotkey(keys=("shift",)),
)
"""One action of each kind."""
PLACES = (
    *((0.0, 0.0), (0.999999, 0.0), (0.0, 0.999999), (0.999999, 0.999999)),
    *((0.25, 0.75), (0.5, 0.5), (0.123456, 0.654321)),
)
"""The corners first."""
IDLE_LOOKS, IDLE_PAUSE = 4, 0.3
"""How many pairs of looks, and the seconds between the two of a pair."""


def frames_are_true_and_counted(device: Device) -> str | None:
    """A frame is RGB and not all black, and later ones have higher numbers and times that do not run backwards."""
    first = device.observe()
    second = device.observe()
    for frame in (first, second):
        assert frame.image.mode == "RGB", f"a frame's picture is {frame.image.mode}, not RGB"
        assert frame.image.getbbox() is not None, "a frame is all black: that is ScreenBlack, not a frame"
        assert frame.rotation in (0, 1, 2, 3), f"a frame's rotation is {frame.rotation}, not 0 to 3"
        if frame.png is not None:
            assert frame.png.startswith(b"\x89PNG\r\n\x1a\n"), "png holds something else than a PNG file"
    assert second.sequence > first.sequence, "a later frame must have a higher number"
    assert second.seconds >= first.seconds > 0, "a frame's time is seconds since the epoch"
    return None


def idle_frames_are_equal(device: Device) -> str | None:
    """Where nothing happens two frames are equal, pixel by pixel, unless the device says that its screen is alive."""
    if device.alive:
        return "it says that its pictures differ even where nothing happens"
    device.settle(deadline=1.0)
    for _ in range(IDLE_LOOKS):  # a clock may tick in between, and a caret blinks
        before = device.observe()
        time.sleep(IDLE_PAUSE)
        if device.observe().digest == before.digest:
            return None
    raise AssertionError(f"no two of {IDLE_LOOKS} pairs of frames are equal though nothing happens; such a device is `alive`")


def size_equals_info(device: Device) -> str | None:
    """The picture is exactly as large as the device says that its screen is, and the device has a name and a model."""
    frame, info = device.observe(), device.info
    seen, said = (frame.width, frame.height), (info.width, info.height)
    assert seen == said, f"a frame is {seen[0]}x{seen[1]}, yet the device says that its screen is {said[0]}x{said[1]}"
    assert info.name, "the device has no name"
    assert info.model, "the device has no model"
    assert info.actions, "the device names no kind of action that it can do"
    assert info.actions <= KINDS, f"there are no such actions: {', '.join(sorted(info.actions - KINDS))}"
    return None


def every_kind_is_done_or_refused_by_type(device: Device) -> str | None:
    """Each kind that the device names is done with a receipt; each other kind raises UnsupportedAction."""
    kinds = device.info.actions
    for action in SAMPLES:
        frame = device.settle(deadline=1.0)
        if action.kind not in kinds:
            _must_raise(UnsupportedAction, device, action, frame)
            continue
        try:
            receipt = device.perform(action, frame)
        except UnsupportedAction as error:
            raise AssertionError(f"{action.kind} is among the device's kinds, yet it is unsupported: {error}") from error
        except ActionRefused as refusal:
            if action.kind not in ("type", "launch"):  # these two may meet no field or no such app
                raise AssertionError(f"{action.kind} was refused: {refusal}") from refusal
            continue
        _is_receipt(receipt, frame, action)
    return None


def a_tap_lands_where_asked(device: Device) -> str | None:
    """The pixel touched lies within one pixel of the place asked for, in the corners, too."""
    if "tap" not in device.info.actions:
        return "it cannot tap"
    for x, y in PLACES:
        frame = device.settle(deadline=1.0)
        receipt = device.perform(Tap(x=x, y=y), frame)
        assert len(receipt.pixels) == 1, "one tap touches one pixel"
        column, row = receipt.pixels[0]
        wanted = Point(x, y).to_pixel(frame.width, frame.height)
        near = abs(column - wanted[0]) <= 1 and abs(row - wanted[1]) <= 1
        assert near, f"a tap at {x:g}, {y:g} touched the pixel {column}, {row} instead of {wanted[0]}, {wanted[1]}"
    return None


def an_old_rotation_is_refused(device: Device) -> str | None:
    """An action whose frame shows another rotation than the screen has now is not done."""
    if not device.info.actions & {"tap", "swipe"}:
        return "it can neither tap nor swipe"
    frame = device.observe()
    for turned in (replace(frame, rotation=(frame.rotation + 1) % 4), replace(frame, rotation=(frame.rotation + 2) % 4)):
        for action in (Tap(x=0.5, y=0.5), Swipe(x=0.5, y=0.6, to_x=0.5, to_y=0.4, seconds=0.1)):
            if action.kind in device.info.actions:
                _must_raise(ScreenTurned, device, action, turned)
    return None


def settling_ends_in_a_frame(device: Device) -> str | None:
    """settle() gives a true, new frame in good time, also with no time at all."""
    before = device.observe()
    assert device.settle(deadline=0).sequence > before.sequence, "settle(deadline=0) gives an old frame"
    frame = device.settle(deadline=1.0)
    assert (frame.width, frame.height) == (before.width, before.height), "settle() gives a frame of another size"
    return None


def closing_twice_is_harmless(device: Device) -> str | None:
    """close() may be called again, and a closed device neither looks nor acts nor tells what it is."""
    frame = device.observe()
    kinds = device.info.actions
    action = next((sample for sample in SAMPLES if sample.kind in kinds), SAMPLES[0])
    device.close()
    device.close()
    for call in (device.observe, lambda: device.perform(action, frame), lambda: device.info):
        try:
            call()
        except DeviceLost:
            continue
        raise AssertionError("a closed device must raise DeviceLost")
    return None


CHECKS: tuple[Check, ...] = (
    frames_are_true_and_counted,
    idle_frames_are_equal,
    size_equals_info,
    every_kind_is_done_or_refused_by_type,
    a_tap_lands_where_asked,
    an_old_rotation_is_refused,
    settling_ends_in_a_frame,
    two_callers_do_not_mix,
    ctrl_c_leaves_it_usable,
    closing_twice_is_harmless,
)
"""Each takes a freshly opened device."""
OPENING_CHECKS: tuple[OpeningCheck, ...] = (closing_leaves_nothing_behind,)
"""Each takes what opens the device, and opens it more than once."""


def _is_receipt(receipt: Receipt, frame: Frame, action: Action) -> None:
    assert receipt.sent or action.kind == "wait", f"the receipt of {action.kind} does not say what was sent"
    for column, row in receipt.pixels:
        inside = 0 <= column < frame.width and 0 <= row < frame.height
        assert inside, f"the receipt of {action.kind} names the pixel {column}, {row}, which is not on the screen"


def _must_raise(kind: type[Exception], device: Device, action: Action, frame: Frame) -> None:
    try:
        device.perform(action, frame)
    except kind:
        return
    raise AssertionError(f"{action.kind} must raise {kind.__name__} here, and was done")
