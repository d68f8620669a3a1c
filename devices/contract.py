"""What every device must keep, as plain functions that take an open device.

A driver's own tests run them: `for check in CHECKS: check(device)`, each on a freshly opened device. They move the device:
they tap, type and press keys. A broken promise is an AssertionError. Ships with the package so that plugins can use it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from devices.actions import (
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
from devices.errors import ActionRefused, DeviceLost, ScreenTurned, UnsupportedAction
from devices.frame import Frame, Point

Check = Callable[[Device], None]

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
PLACES = ((0.0, 0.0), (0.25, 0.75), (0.5, 0.5), (0.123456, 0.654321), (0.999999, 0.999999))


def frames_are_true_and_counted(device: Device) -> None:
    """A frame is RGB, as large as the screen, and later ones have higher numbers and times that do not run backwards."""
    first = device.observe()
    second = device.observe()
    for frame in (first, second):
        assert frame.image.mode == "RGB", f"a frame's picture is {frame.image.mode}, not RGB"
        assert frame.image.getbbox() is not None, "a frame is all black: that is ScreenBlack, not a frame"
        assert frame.rotation in (0, 1, 2, 3)
        if frame.png is not None:
            assert frame.png.startswith(b"\x89PNG\r\n\x1a\n"), "png holds something else than a PNG file"
    assert second.sequence > first.sequence, "a later frame must have a higher number"
    assert second.seconds >= first.seconds > 0, "a frame's time is seconds since the epoch"


def size_equals_info(device: Device) -> None:
    """The picture is exactly as large as the device says that its screen is."""
    frame, info = device.observe(), device.info
    assert (frame.width, frame.height) == (info.width, info.height)
    assert info.name
    assert info.model


def every_kind_is_done_or_refused_by_type(device: Device) -> None:
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


def a_tap_lands_where_asked(device: Device) -> None:
    """The pixel touched lies within one pixel of the place asked for."""
    for x, y in PLACES:
        frame = device.settle(deadline=1.0)
        receipt = device.perform(Tap(x=x, y=y), frame)
        assert len(receipt.pixels) == 1, "one tap touches one pixel"
        column, row = receipt.pixels[0]
        wanted = Point(x, y).to_pixel(frame.width, frame.height)
        assert abs(column - wanted[0]) <= 1
        assert abs(row - wanted[1]) <= 1


def an_old_rotation_is_refused(device: Device) -> None:
    """An action whose frame shows another rotation than the screen has now is not done."""
    frame = device.observe()
    for turned in (replace(frame, rotation=(frame.rotation + 1) % 4), replace(frame, rotation=(frame.rotation + 2) % 4)):
        for action in (Tap(x=0.5, y=0.5), Swipe(x=0.5, y=0.6, to_x=0.5, to_y=0.4, seconds=0.1)):
            if action.kind in device.info.actions:
                _must_raise(ScreenTurned, device, action, turned)


def settling_ends_in_a_frame(device: Device) -> None:
    """settle() gives a true, new frame in good time, also with no time at all."""
    before = device.observe()
    assert device.settle(deadline=0).sequence > before.sequence
    frame = device.settle(deadline=1.0)
    assert (frame.width, frame.height) == (before.width, before.height)


def closing_twice_is_harmless(device: Device) -> None:
    """close() may be called again, and a closed device neither looks nor acts nor tells what it is."""
    frame = device.observe()
    device.close()
    device.close()
    for call in (device.observe, lambda: device.perform(Tap(x=0.5, y=0.5), frame), lambda: device.info):
        try:
            call()
        except DeviceLost:
            continue
        raise AssertionError("a closed device must raise DeviceLost")


CHECKS: tuple[Check, ...] = (
    frames_are_true_and_counted,
    size_equals_info,
    every_kind_is_done_or_refused_by_type,
    a_tap_lands_where_asked,
    an_old_rotation_is_refused,
    settling_ends_in_a_frame,
    closing_twice_is_harmless,
)


def _is_receipt(receipt: Receipt, frame: Frame, action: Action) -> None:
    assert receipt.seconds >= 0
    assert receipt.sent or action.kind == "wait", f"the receipt of {action.kind} does not say what was sent"
    for column, row in receipt.pixels:
        assert 0 <= column < frame.width
        assert 0 <= row < frame.height


def _must_raise(kind: type[Exception], device: Device, action: Action, frame: Frame) -> None:
    try:
        device.perform(action, frame)
    except kind:
        return
    raise AssertionError(f"{action.kind} must raise {kind.__name__} here")
