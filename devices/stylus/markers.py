"""Four ArUco markers around or on a screen, found in a camera's picture.

Knows markers of the dictionary 4X4_50 with the numbers 0 (top left), 1 (top right), 2 (bottom right) and 3 (bottom left). Does
not know where they are: on a printed sheet (sheet) or on the screen itself (here, marker_card).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from devices.errors import ScreenUnavailable
from devices.stylus.homography import Degenerate, Homography, Place
from devices.stylus.packages import opencv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Picture = NDArray[np.uint8]

Markers = Sequence[Sequence[Place]]
"""Of each of the four its corners, from its own top left on clockwise, in fractions of the screen (also beyond 0 and 1)."""
RESIDUAL = 3.0
"""Pixels of the picture that a corner may be off."""
_NAMES = ("top left", "top right", "bottom right", "bottom left")
_SIDE, _EDGE = 0.3, 0.07  # of the screen's width: a marker on the card, and the white around it


def draw_marker(number: int, side: int) -> Picture:
    """A marker of side x side pixels, 0 or 255."""
    cv2 = opencv()
    picture: Picture = cv2.aruco.generateImageMarker(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), number, side)
    return picture


def marker_card(size: tuple[int, int]) -> tuple[Image, Markers]:
    """A picture as large as a screen with a marker in each corner, and where they are on it."""
    from PIL import Image

    width, height = size
    side, edge = round(_SIDE * width), round(_EDGE * width)
    card = Image.new("RGB", size, "white")
    found = []
    for number in range(4):
        left = width - edge - side if number in (1, 2) else edge
        top = height - edge - side if number in (2, 3) else edge
        card.paste(Image.fromarray(draw_marker(number, side)), (left, top))
        box = ((left, top), (left + side, top), (left + side, top + side), (left, top + side))
        found.append([(x / width, y / height) for x, y in box])
    return card, found


def find_screen(picture: Picture, markers: Markers) -> Homography:
    """From fractions of the screen to pixels of a camera's picture (centres of pixels at whole numbers).

    picture: height x width x 3, BGR. Raises ScreenUnavailable where not all four markers are seen, or they do not fit.
    """
    import numpy as np

    cv2 = opencv()
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    how = cv2.aruco.DetectorParameters()
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), how)
    outlines, numbers, _ = detector.detectMarkers(grey)
    found = {} if numbers is None else dict(zip(np.ravel(numbers).tolist(), outlines, strict=True))
    missing = [name for number, name in enumerate(_NAMES) if number not in found]
    if missing:
        raise ScreenUnavailable(
            f"The camera does not see the marker at the {' and '.join(missing)}; "
            "move the camera or the lamp until all four are sharp and lit."
        )
    there = [place for corners in markers for place in corners]
    here = [(float(x), float(y)) for number in range(4) for x, y in np.reshape(found[number], (4, 2))]
    try:
        seen = Homography.between(there, here)
        off = max(float(np.hypot(*np.subtract(seen.map(*one), other))) for one, other in zip(there, here, strict=True))
    except Degenerate as error:
        raise ScreenUnavailable(f"The four markers make no plane ({error}); are all of them flat?") from error
    if off > RESIDUAL:
        raise ScreenUnavailable(
            f"The markers are up to {off:.1f} pixels off a plane ({RESIDUAL:g} at most); lay them flat, focus the camera."
        )
    return seen
