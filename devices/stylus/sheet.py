"""The printed sheet that lies around the phone: four markers, and a dark field that says where its screen goes.

Knows millimetres of paper. Does not know cameras or robots.

All places on the sheet are millimetres right and down from the middle of the screen, which is the middle of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.stylus.markers import Markers, draw_marker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

MARKER = 12.0
"""Side of a marker, mm."""
MARGIN = 20.0
"""Paper around the screen, mm."""
EDGE = 4.0
"""From the paper's edge to a marker, mm."""
FRAME = 1.0
"""From the screen to the phone's outline as it is drawn, mm."""
_WHITE, _INK, _GLASS = 235, 20, 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """screen_width, screen_height: of the lit part of the screen, mm."""

    screen_width: float
    screen_height: float

    @property
    def width(self) -> float:
        """Of the paper, mm."""
        return self.screen_width + 2 * MARGIN

    @property
    def height(self) -> float:
        """Of the paper, mm."""
        return self.screen_height + 2 * MARGIN

    @property
    def screen_corners(self) -> list[tuple[float, float]]:
        """Of the lit part: top left, top right, bottom right, bottom left."""
        x, y = self.screen_width / 2, self.screen_height / 2
        return [(-x, -y), (x, -y), (x, y), (-x, y)]

    @property
    def markers(self) -> Markers:
        """Where the markers are, in fractions of the screen."""
        width, height = self.screen_width, self.screen_height
        return [[(x / width + 0.5, y / height + 0.5) for x, y in self.marker_corners(number)] for number in range(4)]

    def marker_corners(self, number: int) -> list[tuple[float, float]]:
        """Of marker 0 (top left), 1 (top right), 2 (bottom right) or 3 (bottom left), in the order that OpenCV gives."""
        right, low = number in (1, 2), number in (2, 3)
        x = self.width / 2 - EDGE - MARKER if right else -self.width / 2 + EDGE
        y = self.height / 2 - EDGE - MARKER if low else -self.height / 2 + EDGE
        return [(x, y), (x + MARKER, y), (x + MARKER, y + MARKER), (x, y + MARKER)]


def draw_sheet(sheet: Sheet, detail: int) -> Picture:
    """The sheet in grey, `detail` pixels a millimetre; the phone's place is dark."""
    import numpy as np

    height, width = round(sheet.height * detail), round(sheet.width * detail)
    paper = np.full((height, width), _WHITE, np.uint8)
    for number in range(4):
        side = round(MARKER * detail)
        picture = draw_marker(number, side)
        left, top = sheet.marker_corners(number)[0]
        column, row = round((left + sheet.width / 2) * detail), round((top + sheet.height / 2) * detail)
        paper[row : row + side, column : column + side] = np.where(picture > 0, _WHITE, _INK)
    gap = round((MARGIN - FRAME) * detail)
    paper[gap:-gap, gap:-gap] = _GLASS
    return paper
