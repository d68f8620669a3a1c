"""A virtual camera above the virtual bench: what it sees of paper, phone and pen, as a real one would.

Knows a pinhole camera, its blur, its noise and uneven light. Does not know machines or phones.

The bench is a plane; places on it are millimetres right and down from the middle of the screen.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devices.stylus.homography import Homography
from devices.stylus.sheet import Sheet, draw_sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Picture = NDArray[np.uint8]

EXPOSURE = 0.03
"""Seconds between two pictures."""
_BENCH = (70, 78, 84)  # BGR of the table around the sheet of paper
_DETAIL = 8  # pixels of a mm of the drawn sheet
_ROAM = 64  # pixels that the noise is shifted by at most


@dataclass(frozen=True, slots=True)
class Look:
    """How a camera sees.

    width, height: pixels of its picture. tilt: degrees away from upright, along the screen. pan, roll: degrees across, and
    around its own axis. noise: standard deviation in grey levels of 255. blur: standard deviation in pixels of the picture.
    light: how much darker the darkest corner is than the brightest one, as a share. cast: gains of blue, green and red.
    """

    width: int = 1080
    height: int = 1920
    tilt: float = 0.0
    pan: float = 0.0
    roll: float = 0.0
    noise: float = 3.0
    blur: float = 0.8
    light: float = 0.2
    cast: tuple[float, float, float] = (0.9, 1.0, 0.95)


class Lens:
    """screen: gives what the phone shows. pen: gives where the pen's tip is above the bench.

    frozen: the picture stays what it was. dark: the cap is on. aside: somebody has pushed the arm out of the picture.
    """

    def __init__(
        self, look: Look, sheet: Sheet, screen: Callable[[], Image], pen: Callable[[], tuple[float, float]], seed: int
    ) -> None:
        import cv2
        import numpy as np

        self.frozen = False
        self.dark = False
        self.aside = False
        self._card: int | None = None
        self.look = look
        self._sheet = sheet
        self._screen = screen
        self._pen = pen
        self._random = np.random.default_rng(seed)
        self._lock = threading.Lock()
        self._last: Picture | None = None
        self._scene: tuple[float, NDArray[np.float32]] | None = None
        self.view = _projection(look, sheet)
        size = (look.width, look.height)
        paper = draw_sheet(sheet, _DETAIL)
        half = 0.5 / _DETAIL  # from a pixel's edge to its centre
        to_bench = np.array([[1 / _DETAIL, 0, half - sheet.width / 2], [0, 1 / _DETAIL, half - sheet.height / 2], [0, 0, 1.0]])
        self._still = cv2.warpPerspective(
            cv2.cvtColor(paper, cv2.COLOR_GRAY2BGR),
            self.view.matrix @ to_bench,
            size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=_BENCH,
        )
        self._light = _light(look)
        self._grain = self._random.normal(0, max(look.noise, 0.3), (look.height + _ROAM, look.width + _ROAM, 3)).astype("f4")

    def show_card(self, level: int | None) -> None:
        """Show one grey level on the whole screen, as somebody who calibrates would; None: what the phone shows."""
        with self._lock:
            self._card, self._scene = level, None

    def read(self) -> tuple[bool, Any]:
        """Whether it worked, and the picture: height x width x 3, BGR, uint8."""
        import cv2
        import numpy as np

        with self._lock:
            if self.frozen and self._last is not None:
                return True, self._last.copy()
            scene = self._exposed()
            across, down = self._random.integers(0, _ROAM, 2)
            grain = self._grain[down : down + self.look.height, across : across + self.look.width]
            values = cv2.add(scene * 0 if self.dark else scene, grain)
            self._last = np.clip(values, 0, 255).astype(np.uint8)
            return True, self._last.copy()

    def _exposed(self) -> NDArray[np.float32]:
        """The scene without noise, at most EXPOSURE old."""
        import cv2
        import numpy as np

        now = time.monotonic()
        if self._scene is not None and now - self._scene[0] < EXPOSURE:
            return self._scene[1]
        picture = self._with_screen()
        if not self.aside:
            _draw_pen(picture, self.view, self._pen())
        if self.look.blur > 0:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), self.look.blur), np.uint8)
        scene = np.asarray(cv2.multiply(picture, self._light, dtype=cv2.CV_32F), np.float32)
        self._scene = (now, scene)
        return scene

    def _with_screen(self) -> Picture:
        import cv2
        import numpy as np

        size = (self.look.width, self.look.height)
        sheet = self._sheet
        if self._card is None:
            shown = np.asarray(self._screen())[:, :, ::-1]
        else:
            shown = np.full((240, 108, 3), self._card, np.uint8)
        corners = [self.view.map(*corner) for corner in sheet.screen_corners]
        longest = max(math.dist(one, other) for one, other in zip(corners, corners[1:] + corners[:1], strict=True))
        shrunk = longest / max(shown.shape[:2])
        if shrunk < 1:  # a sensor gathers the light of its whole area; what is only sampled has teeth
            shown = cv2.resize(shown, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
        height, width = shown.shape[:2]
        # Pixel centres lie half a pixel within the screen's edge.
        place = Homography.between(
            [(-0.5, -0.5), (width - 0.5, -0.5), (width - 0.5, height - 0.5), (-0.5, height - 0.5)], corners
        )
        picture = self._still.copy()
        seen = cv2.warpPerspective(shown, place.matrix, size, flags=cv2.INTER_LINEAR)
        mask = np.zeros((size[1], size[0]), np.uint8)
        cv2.fillConvexPoly(mask, np.round(np.array(corners) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        cv2.copyTo(seen, mask, picture)
        return np.asarray(picture, np.uint8)


class Opened:
    """A camera as somebody has it open; the same calls as cv2.VideoCapture."""

    def __init__(self, lens: Lens) -> None:
        self._lens: Lens | None = lens

    def isOpened(self) -> bool:  # noqa: N802  # as cv2.VideoCapture has it
        """Whether it can be read."""
        return self._lens is not None

    def read(self) -> tuple[bool, Any]:
        """As Lens.read(); False and nothing after release()."""
        return (False, None) if self._lens is None else self._lens.read()

    def release(self) -> None:
        """Let go of it."""
        self._lens = None


def _projection(look: Look, sheet: Sheet) -> Homography:
    """From the bench (mm) to the picture (pixels), with the sheet as large as it fits."""
    import numpy as np

    far = 2.2 * sheet.height
    turns = _turn("x", look.tilt) @ _turn("y", look.pan) @ _turn("z", look.roll)
    bench = np.column_stack([turns[:, 0], turns[:, 1], np.array([0, 0, far])])
    bare = Homography.of(bench)
    half, tall = sheet.width / 2, sheet.height / 2
    seen = np.array([bare.map(x, y) for x, y in ((-half, -tall), (half, -tall), (half, tall), (-half, tall))])
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = 0.96 * min(look.width / (high[0] - low[0]), look.height / (high[1] - low[1]))
    middle = (low + high) / 2
    zoom = np.array(
        [[scale, 0, look.width / 2 - scale * middle[0]], [0, scale, look.height / 2 - scale * middle[1]], [0, 0, 1]]
    )
    return Homography.of(zoom @ bare.matrix)


def _turn(axis: str, degrees: float) -> NDArray[np.float64]:
    import numpy as np

    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    match axis:
        case "x":
            return np.array([[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]])
        case "y":
            return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
        case _:
            return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])


def _light(look: Look) -> NDArray[np.float32]:
    """Gain of each pixel and colour: a window on one side, and a lens that is darker towards its corners."""
    import numpy as np

    down, across = np.mgrid[0 : 1 : look.height * 1j, 0 : 1 : look.width * 1j]
    side = (across + down) / 2
    corner = ((across - 0.5) ** 2 + (down - 0.5) ** 2) * 2
    gain = 0.95 * (1 - look.light * (0.6 * side + 0.4 * corner))
    return np.asarray(gain[:, :, None] * np.array(look.cast), np.float32)


def _draw_pen(picture: Picture, view: Homography, tip: tuple[float, float]) -> None:
    """The pen and the arm that holds it, which reaches in from the right."""
    import cv2
    import numpy as np

    x, y = tip
    arm = [(x - 4, y - 6), (x + 300, y - 20), (x + 300, y + 8), (x - 4, y + 6)]
    outline = np.round([view.map(*place) for place in arm]).astype(np.int32)
    cv2.fillConvexPoly(picture, outline, (48, 46, 44), cv2.LINE_AA)
    middle = view.map(x, y)
    cv2.circle(picture, (round(middle[0]), round(middle[1])), 18, (25, 25, 25), -1, cv2.LINE_AA)
