"""A device without a screen: shows given pictures and writes down what it is asked to do. The shipped fake for tests.

Every action works and moves on to the next picture. What a test wants to go wrong, it hands in.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

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
    describe,
)
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import BadOption, DeliveryUnknown, DeviceError, DeviceLost, ScreenTurned
from devices.frame import Frame, Point

if TYPE_CHECKING:
    from PIL.Image import Image

Screens = Sequence["Image"] | Callable[[int], "Image"]


class ScriptedDevice(Device):
    """Pictures in, actions out.

    screens: RGB pictures; each performed action shows the next one, the last one stays. Or a callable that gets the number
    of actions performed so far (from 0) and returns the picture. observe_errors, perform_errors: the error to raise at the
    n-th call (from 0) of observe or perform. An error of perform comes before anything is done, except DeliveryUnknown,
    which comes after. clock: seconds since the epoch, for the frames.
    performed: the actions done so far, in order.
    """

    def __init__(
        self,
        screens: Screens,
        *,
        observe_errors: Mapping[int, DeviceError] | None = None,
        perform_errors: Mapping[int, DeviceError] | None = None,
        name: str = "scripted",
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not callable(screens) and not screens:
            raise ValueError("a scripted device needs at least one screen")
        self._screens = screens
        self._observe_errors = dict(observe_errors or {})
        self._perform_errors = dict(perform_errors or {})
        self._name = name
        self._clock = clock
        self._looks = 0
        self._calls = 0
        self._frames = 0
        self._open = True
        self.performed: list[Action] = []

    @property
    def info(self) -> DeviceInfo:
        """Size of the picture that is shown now; raises DeviceLost after close()."""
        image = self._image()
        return DeviceInfo(name=self._name, model="scripted pictures", width=image.width, height=image.height, actions=KINDS)

    def observe(self) -> Frame:
        """The picture that is shown now; raises what the script says, and DeviceLost after close()."""
        image = self._image()
        number, self._looks = self._looks, self._looks + 1
        if number in self._observe_errors:
            raise self._observe_errors[number]
        sequence, self._frames = self._frames, self._frames + 1
        return Frame(image=image.convert("RGB"), sequence=sequence, seconds=self._clock())

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Write the action down and show the next picture; raises what the script says, ScreenTurned, DeviceLost."""
        image = self._image()
        number, self._calls = self._calls, self._calls + 1
        error = self._perform_errors.get(number)
        if error is not None and not isinstance(error, DeliveryUnknown):
            raise error
        if (frame.width, frame.height, frame.rotation) != (image.width, image.height, 0):
            raise ScreenTurned("The screen has turned since the picture was taken; look again.")
        pixels = tuple(point.to_pixel(image.width, image.height) for point in _places(action))
        self.performed.append(action)
        if error is not None:
            raise error
        return Receipt(sent=(describe(action),), pixels=pixels)

    def close(self) -> None:
        """Show nothing any more."""
        self._open = False

    def _image(self) -> Image:
        if not self._open:
            raise DeviceLost("The scripted device is closed; open it again.")
        if callable(self._screens):
            return self._screens(len(self.performed))
        return self._screens[min(len(self.performed), len(self._screens) - 1)]


def _places(action: Action) -> tuple[Point, ...]:
    match action:
        case Tap() | DoubleTap() | LongPress() | Scroll() | Click() | Hover():
            return (Point(action.x, action.y),)
        case Swipe() | Drag():
            return (Point(action.x, action.y), Point(action.to_x, action.to_y))
        case Type() | Press() | Launch() | Wait() | Hotkey():
            return ()
        case _:
            assert_never(action)


def open_scripted(*, folder: str = "") -> ScriptedDevice:
    """A scripted device that shows the PNG files of a folder in the order of their names; raises BadOption."""
    from PIL import Image

    files = sorted(Path(folder).glob("*.png")) if folder else []
    if not files:
        raise BadOption("The scripted device shows the PNG files of a folder; name one that holds some: scripted:folder=DIR.")
    screens = []
    for file in files:
        try:
            with Image.open(file) as image:
                screens.append(image.convert("RGB"))
        except (OSError, SyntaxError) as error:
            raise BadOption(f"{file} is no readable PNG file ({error}); remove or replace it.") from error
    return ScriptedDevice(screens)
