"""One device as an environment meets it: a picture of always the same size, and actions that may fail without a crash.

Knows devices. Does not know spaces, tasks or rewards.
"""

from __future__ import annotations

import numpy as np

from agent.acting import true_frame
from devices.actions import Action
from devices.base import Device
from devices.errors import ActionRefused, DeliveryUnknown, ScreenBlack, ScreenTurned, ScreenUnavailable
from devices.frame import Frame
from tasks.environment.spaces import Picture

PATIENCE = 5.0
"""Seconds that a device gets to show a true picture."""
SETTLE = 3.0
"""Seconds that a screen gets to stop changing after an action."""


class Screen:
    """Looks at a device that somebody else opened and closes. width, height: of every picture, in pixels."""

    def __init__(self, device: Device, width: int, height: int) -> None:
        self._device = device
        self._size = (width, height)
        self._frame: Frame | None = None

    def look(self) -> Picture:
        """What is shown once it has stopped changing, (height, width, 3), in memory of its own; raises DeviceError.

        A screen that is all black (it is off, or hides itself) is shown as it is, though there is no frame of it.
        A screen that was turned is stretched to the size that was declared: places stay the same fractions of it.
        """
        try:
            frame = self._settled()
        except ScreenBlack:
            width, height = self._size
            return np.zeros((height, width, 3), np.uint8)
        self._frame = frame
        image = frame.image.convert("RGB")
        if image.size != self._size:
            from PIL.Image import Resampling

            image = image.resize(self._size, Resampling.BILINEAR)
        return np.array(image, np.uint8)

    def do(self, action: Action) -> str:
        """Do it; returns what a person should know of how it went, mostly nothing. Raises DeviceLost, ScreenUnavailable."""
        frame = self._frame or true_frame(self._device, PATIENCE)
        try:
            return self._device.perform(action, frame).note
        except (ActionRefused, ScreenTurned, DeliveryUnknown) as error:
            return str(error)

    def _settled(self) -> Frame:
        try:
            return self._device.settle(deadline=SETTLE)
        except ScreenBlack:
            raise
        except ScreenUnavailable:
            return true_frame(self._device, PATIENCE)
