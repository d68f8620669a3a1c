"""One look at a device and one action on it, as the loop and people's demonstrations record them.

Knows how to look on where there is no true picture, and which failures of a device are a line of the recording. Does not know
steps, models or when to stop.
"""

from __future__ import annotations

import time

from agent.episode import NotPerformed, Performed
from agent.instruction import plain
from agent.lines import why_not
from devices.actions import Action
from devices.base import Device
from devices.errors import ActionRefused, DeliveryUnknown, DeviceLost, ScreenTurned, ScreenUnavailable
from devices.frame import Frame


def true_frame(device: Device, seconds: float) -> Frame:
    """What a device shows; goes on looking for so long where there is no true picture. Raises DeviceError."""
    deadline = time.monotonic() + seconds
    pause = 0.1
    while True:
        try:
            return device.observe()
        except ScreenUnavailable:
            if time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(pause * 2, 1.0)


def looks_different(before: Frame, after: Frame, *, alive: bool) -> bool:
    """Whether two frames differ; alive: by more than pictures do where nothing happens (see Device)."""
    if before.digest == after.digest or not alive:
        return before.digest != after.digest
    from agent.replay.screens import compare_screens

    return not compare_screens(before.image, after.image).same


def perform(device: Device, action: Action, frame: Frame, step: int) -> tuple[Performed | NotPerformed, DeviceLost | None]:
    """Do one action; the line to record of it, and the loss to raise once that is written, if the device was lost."""
    begun = time.monotonic()
    try:
        receipt = device.perform(action, frame)
    except (ActionRefused, ScreenTurned, DeliveryUnknown, DeviceLost) as error:
        spent = {"act": time.monotonic() - begun}
        done = NotPerformed(step=step, why=why_not(error), message=plain(str(error)), seconds=spent)
        return done, error if isinstance(error, DeviceLost) else None
    return Performed(step=step, receipt=receipt, seconds={"act": time.monotonic() - begun}), None
