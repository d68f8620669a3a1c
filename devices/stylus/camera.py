"""From a camera that looks at a screen from somewhere to the screen as it would be in a screenshot.

Knows perspective, uneven light, noise, and the ways in which a camera fails. Does not know robots or actions.

A picture is the mean of several exposures, drawn out into the screen's own rectangle with cubic interpolation, each pixel
set in relation to what the camera saw of a white and of a black screen at the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from devices.errors import DeviceLost, ScreenBlack, ScreenUnavailable
from devices.stylus.calibration import Calibration, Colours
from devices.stylus.packages import opencv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Picture = NDArray[np.uint8]
    Values = NDArray[np.float32]

EXPOSURES = 4
"""Pictures that are averaged: halves the noise."""
STALE = 1
"""Pictures that are thrown away first: a driver's queue holds what was seen earlier."""
GRID = (24, 12)
"""Rows and columns of the light that is remembered."""
DARK = 12
"""Grey level that everything in a black picture stays below, noise aside."""
SMALL = 8
"""By so much a glance is smaller than the screen."""


class Source(Protocol):
    """What is needed of cv2.VideoCapture."""

    def isOpened(self) -> bool:  # noqa: N802  # as cv2.VideoCapture has it
        """Whether it can be read."""

    def read(self) -> tuple[bool, Any]:
        """Whether it worked, and the picture: height x width x 3, BGR, uint8."""

    def release(self) -> None:
        """Let go of it."""


def open_camera(name: str) -> Source:
    """The camera with a number, or a device's path; raises DeviceLost, MissingDependency."""
    cv2 = opencv()
    loud = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # what it warns of is said below, in one sentence
    try:
        source: Source = cv2.VideoCapture(int(name) if name.isascii() and name.isdigit() else name)
    finally:
        cv2.utils.logging.setLogLevel(loud)
    if not source.isOpened():
        source.release()
        raise DeviceLost(f"The camera {name} cannot be opened; check that it is plugged in, and that nobody else uses it.")
    return source


class Camera:
    """source: open; released by close(). A picture is as large as the calibration says that the screen is."""

    def __init__(self, source: Source, calibration: Calibration) -> None:
        import numpy as np

        self._source = source
        self._size = calibration.width, calibration.height
        self._expected = calibration.camera
        width, height = self._size
        fractions = np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]])
        self._view = calibration.to_camera.matrix @ fractions
        small = np.array([[SMALL, 0, (SMALL - 1) / 2], [0, SMALL, (SMALL - 1) / 2], [0, 0, 1]])
        self._small_view = self._view @ small
        self._light = _light(calibration.colours, self._size) if calibration.colours is not None else None
        self._before: Picture | None = None

    def look(self) -> Image:
        """The screen as it is now, RGB; raises ScreenUnavailable, ScreenBlack, DeviceLost."""
        import numpy as np
        from PIL import Image

        cv2 = opencv()
        for _ in range(STALE):
            self._read()
        first = self._read()
        total = first.astype(np.float32)
        for _ in range(EXPOSURES - 1):
            cv2.accumulate(self._read(), total)
        total *= np.float32(1 / EXPOSURES)
        straight = self._straight(total)
        small = cv2.resize(straight, (self._size[0] // SMALL, self._size[1] // SMALL), interpolation=cv2.INTER_AREA)
        if float(small.max()) < DARK:
            raise ScreenBlack("The camera sees nothing but black; is its cap on, or the screen off?")
        if self._light is not None:
            black, gain = self._light
            straight = cv2.multiply(cv2.subtract(straight, black), gain)
        return Image.fromarray(np.clip(np.rint(straight), 0, 255).astype(np.uint8)[:, :, ::-1])

    def glance(self) -> Picture:
        """One exposure, small: to see whether anything moves."""
        import numpy as np

        cv2 = opencv()
        size = self._size[0] // SMALL, self._size[1] // SMALL
        picture = cv2.blur(self._read(), (5, 5))
        small: Picture = cv2.warpPerspective(picture, self._small_view, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return np.asarray(small)

    def measure(self) -> tuple[tuple[tuple[float, float, float], ...], ...]:
        """What the camera sees of a screen of one colour, for Colours; raises what look() raises but ScreenBlack."""
        import numpy as np

        cv2 = opencv()
        total = np.asarray(np.mean([self._read() for _ in range(2 * EXPOSURES)], axis=0), np.float32)
        grid = cv2.resize(self._straight(total), GRID[::-1], interpolation=cv2.INTER_AREA)[:, :, ::-1]
        return tuple(tuple((round(float(r), 2), round(float(g), 2), round(float(b), 2)) for r, g, b in row) for row in grid)

    def close(self) -> None:
        """Let go of the camera."""
        self._source.release()

    def _straight(self, picture: Values) -> Values:
        cv2 = opencv()
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        straight: Values = cv2.warpPerspective(picture, self._view, self._size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return straight

    def _read(self) -> Picture:
        """One exposure that is not the one before once more."""
        import numpy as np

        picture = read(self._source)
        size = picture.shape[1], picture.shape[0]
        if size != self._expected:
            raise ScreenUnavailable(
                f"The camera gives {size[0]}x{size[1]} pixels and was calibrated with {self._expected[0]}x{self._expected[1]}; "
                "set it back, or calibrate again."
            )
        before, self._before = self._before, picture
        if before is not None and np.array_equal(before, picture):
            # Every sensor has noise: two exposures that are equal to the last bit are one.
            raise ScreenUnavailable("The camera is frozen (two exposures are equal to the last bit); unplug it and plug it in.")
        return picture


def read(source: Source) -> Picture:
    """One exposure as it comes; raises ScreenUnavailable, DeviceLost."""
    import numpy as np

    cv2 = opencv()
    if not source.isOpened():
        raise DeviceLost("The camera is gone; plug it in and start again.")
    try:
        worked, picture = source.read()
    except cv2.error as error:
        raise ScreenUnavailable(f"The camera gave no picture ({str(error)[:100]}); look again.") from error
    if not worked or not isinstance(picture, np.ndarray) or picture.ndim != 3 or picture.shape[2] != 3:
        raise ScreenUnavailable("The camera gave no picture; look again, and check its cable.")
    return picture


def _light(colours: Colours, size: tuple[int, int]) -> tuple[Values, Values]:
    """For each pixel of the screen, BGR: the level of black, and 255 over the distance from there to white."""
    import numpy as np

    cv2 = opencv()
    grids = [np.asarray(grid, np.float32)[:, :, ::-1] for grid in (colours.black, colours.white)]
    black, white = (cv2.resize(grid, size, interpolation=cv2.INTER_LINEAR) for grid in grids)
    return black, 255.0 / (white - black)
