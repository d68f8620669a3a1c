"""What of a screen stays the same in another theme and at another density: the directions of its edges.

Knows luminance and gradients. Does not know what was touched or where anything lies.
A dark theme turns light into dark, so an edge turns round by half a turn; edges are therefore kept by twice their angle, which
half a turn does not change. Strength is kept as its square root: a pale label counts nearly as much as a bold icon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

Array = npt.NDArray[np.float32]

WORKING_AREA = 846_000
"""Pixels that a recorded screen is shrunk to: a phone is then about 617 wide, 1.5 pixels for each dp, and the smallest text of
a phone (12 sp) has letters of 13 pixels, enough to tell them apart."""
POOL = 2
"""Coarse features are means of so many by so many pixels."""
FAINTEST = 10.0
"""Grey levels of 255 from one side to the other of the faintest edge that counts as drawn; a wallpaper's gradient has less."""


@dataclass(frozen=True)
class Edges:
    """The edges of one picture: channels (strength, and twice the angle as cosine and sine), rows, columns."""

    channels: Array

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.channels.shape[1])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.channels.shape[2])

    @cached_property
    def coarse(self) -> Edges:
        """The same at half the size."""
        rows, columns = self.height // POOL, self.width // POOL
        cut = self.channels[:, : rows * POOL, : columns * POOL]
        return Edges(cut.reshape(3, rows, POOL, columns, POOL).mean(axis=(2, 4), dtype=np.float32))

    @cached_property
    def spectrum(self) -> npt.NDArray[np.complex64]:
        """Its Fourier transform at `good` sizes."""
        return np.asarray(np.fft.rfft2(self.channels, s=self.good), dtype=np.complex64)

    @property
    def good(self) -> tuple[int, int]:
        """Rows and columns, rounded up to sizes that transform quickly."""
        return _good(self.height), _good(self.width)

    @cached_property
    def sums(self) -> tuple[Any, Any]:
        """Running sums of each channel, and of the squares of all, for the mean and the spread in any box."""
        values = self.channels.astype(np.float64)
        plain = np.zeros((3, self.height + 1, self.width + 1))
        plain[:, 1:, 1:] = values.cumsum(1).cumsum(2)
        squares = np.zeros((self.height + 1, self.width + 1))
        squares[1:, 1:] = (values**2).sum(0).cumsum(0).cumsum(1)
        return plain, squares

    def cut(self, left: int, top: int, right: int, bottom: int) -> Edges:
        """The part inside a box that lies within."""
        return Edges(self.channels[:, top:bottom, left:right])


def luminance(image: Image, scale: float) -> Array:
    """Grey levels of an RGB picture, shrunk or grown by a factor."""
    from PIL import Image as Pictures

    size = max(2, round(image.width * scale)), max(2, round(image.height * scale))
    grey = image.convert("L")
    if size != grey.size:
        grey = grey.resize(size, Pictures.Resampling.LANCZOS, reducing_gap=None)
    return np.asarray(grey, dtype=np.float32)


def edges(grey: Array) -> Edges:
    """The edges of grey levels."""
    across = np.zeros_like(grey)
    down = np.zeros_like(grey)
    across[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    down[1:-1] = grey[2:] - grey[:-2]
    strength = np.hypot(across, down)
    safe = np.maximum(strength, 1e-6)
    root = np.sqrt(strength)
    twice = root * (across**2 - down**2) / safe**2
    half = root * (2 * across * down) / safe**2
    return Edges(np.stack([root, twice, half]).astype(np.float32))


def drawn(found: Edges) -> npt.NDArray[np.bool_]:
    """Where there is an edge that a person sees."""
    return np.asarray(found.channels[0] > np.sqrt(FAINTEST))


def working_scale(width: int, height: int) -> float:
    """The factor that shrinks or grows a recorded screen to WORKING_AREA."""
    return float((WORKING_AREA / (width * height)) ** 0.5)


def _good(size: int) -> int:
    """The smallest number from size on that has no prime factor above 5."""
    while True:
        rest = size
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return size
        size += 1
