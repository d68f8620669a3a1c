"""Where monitors lie, and which point of the desktop a place on a frame is.

Knows numbers only. Does not know how monitors are found, how pictures are taken, or how a pointer is moved.

Desktop coordinates have the primary monitor's top left corner at 0, 0; a monitor to the left of it, or above it, has a
negative origin. Pictures may be larger than the space in which the pointer moves (HiDPI): the scale is picture size divided
by pointer space, for each axis on its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Area(NamedTuple):
    """A rectangle of pixels: left and top may be negative, width and height are at least 1."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.top + self.height

    def moved(self, columns: int, rows: int) -> Area:
        """The same rectangle elsewhere."""
        return Area(self.left + columns, self.top + rows, self.width, self.height)

    def common(self, other: Area) -> Area | None:
        """What both cover; None where they do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Area(left, top, right - left, bottom - top) if right > left and bottom > top else None

    def contains(self, column: float, row: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= column < self.right and self.top <= row < self.bottom

    def __str__(self) -> str:
        return f"{self.width}x{self.height}{self.left:+d}{self.top:+d}"


def union(areas: Sequence[Area]) -> Area:
    """The smallest rectangle that covers all; areas is not empty."""
    left, top = min(area.left for area in areas), min(area.top for area in areas)
    return Area(left, top, max(area.right for area in areas) - left, max(area.bottom for area in areas) - top)


@dataclass(frozen=True, slots=True)
class View:
    """The part of the desktop that a frame shows.

    area: in the coordinates in which the pointer moves. width, height: pixels of the picture of it.
    """

    area: Area
    width: int
    height: int

    @property
    def scale(self) -> tuple[float, float]:
        """Pixels of the picture for each step of the pointer, by axis: 1.0, 1.0 without HiDPI."""
        return self.width / self.area.width, self.height / self.area.height

    def point(self, column: int, row: int) -> tuple[int, int]:
        """The pointer's position for a pixel of the picture: origin + (pixel + 1/2) / scale, within the area."""
        across, down = self.scale
        return (
            min(self.area.left + math.floor((column + 0.5) / across), self.area.right - 1),
            min(self.area.top + math.floor((row + 0.5) / down), self.area.bottom - 1),
        )

    def pixel(self, x: int, y: int) -> tuple[int, int]:
        """The pixel of the picture under a position of the pointer, clamped to the picture."""
        across, down = self.scale
        column, row = math.floor((x - self.area.left + 0.5) * across), math.floor((y - self.area.top + 0.5) * down)
        return min(max(column, 0), self.width - 1), min(max(row, 0), self.height - 1)
