"""What was on the screen at one moment, and places on it.

A frame is true or it is an error: no driver ever makes one up.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image


class Point(NamedTuple):
    """A place on a frame as fractions of its width and height; 0 <= x, y < 1; 0, 0 is top left."""

    x: float
    y: float

    def to_pixel(self, width: int, height: int) -> tuple[int, int]:
        """The pixel (column, row) that contains this point on a screen of width x height pixels."""
        return min(int(self.x * width), width - 1), min(int(self.y * height), height - 1)

    @classmethod
    def from_pixel(cls, column: float, row: float, width: int, height: int) -> Point:
        """The centre of a pixel; columns and rows beyond the edge are clamped to the last one."""
        return cls(_centre(column, width), _centre(row, height))


def _centre(position: float, size: int) -> float:
    inside = min(max(math.floor(position), 0), size - 1)
    return (inside + 0.5) / size


@dataclass(frozen=True, eq=False)
class Frame:
    """One true picture of one display.

    image: RGB, exactly as large as the display was when it was taken (width x height pixels).
    rotation: quarter turns counter-clockwise from the natural position, 0..3.
    display: the driver's number of the display or monitor; 0 is the main one.
    sequence: counts the frames of one opened device, from 0.
    seconds: time of capture, seconds since the epoch.
    png: the bytes as the device sent them where it sent a PNG, else None.
    """

    image: Image = field(repr=False)
    rotation: int = 0
    display: int = 0
    sequence: int = 0
    seconds: float = 0.0
    png: bytes | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.image.width

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.image.height

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of size and pixels: equal exactly when two frames look the same."""
        shape = f"{self.width}x{self.height}:".encode()
        return hashlib.sha256(shape + self.image.tobytes()).hexdigest()
