"""Pictures drawn from a seed: what the phone's camera sees, the photos and the covers that it starts with.

Integer geometry in a palette, and so the same pixels and the same bytes on every machine; a picture takes a few milliseconds
and some 10 kB. Knows nothing of the phone. What the pictures show is in scene_motifs.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from devices.phone.palette_png import Indices, encode

Colour = tuple[int, int, int]
WIDTH, HEIGHT = 480, 640


class Canvas:
    """A palette picture in the making; every colour that is used gets its place in the palette (256 at most)."""

    def __init__(self, seed: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.random = random.Random(seed)
        self.width, self.height = width, height
        self.image = Image.new("P", (width, height))
        self._draw = ImageDraw.Draw(self.image)
        self.palette: list[Colour] = []
        self._places: dict[Colour, int] = {}

    def ink(self, colour: Colour) -> int:
        """The palette's place of a colour; where the palette is full, that of its nearest."""
        if colour not in self._places:
            if len(self.palette) == 256:
                near = min(self.palette, key=lambda other: sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)))
                return self._places[near]
            self._places[colour] = len(self.palette)
            self.palette.append(colour)
        return self._places[colour]

    def gradient(self, top: Colour, bottom: Colour, start: int = 0, end: int | None = None, bands: int = 32) -> None:
        """Bands of colour from one line to another, across the whole width."""
        last = self.height if end is None else end
        for band in range(bands):
            first = start + (last - start) * band // bands
            self.box(0, first, self.width, start + (last - start) * (band + 1) // bands, mix(top, bottom, band, bands - 1))

    def box(self, left: int, top: int, right: int, bottom: int, colour: Colour, radius: int = 0) -> None:
        """A filled box; right and bottom lie outside."""
        if right > left and bottom > top:
            self._draw.rounded_rectangle((left, top, right - 1, bottom - 1), radius, fill=self.ink(colour))

    def disc(self, x: int, y: int, radius: int, colour: Colour, high: int | None = None) -> None:
        """A filled circle, or an ellipse that is `high` up and down from its centre."""
        up = radius if high is None else high
        self._draw.ellipse((x - radius, y - up, x + radius, y + up), fill=self.ink(colour))

    def slice(self, x: int, y: int, radius: int, start: int, end: int, colour: Colour) -> None:
        """A slice of a circle, clockwise from 3 o'clock, in degrees."""
        self._draw.pieslice((x - radius, y - radius, x + radius, y + radius), start, end, fill=self.ink(colour))

    def arc(self, x: int, y: int, radius: int, start: int, end: int, colour: Colour, width: int = 4) -> None:
        """A part of a ring, clockwise from 3 o'clock, in degrees."""
        self._draw.arc((x - radius, y - radius, x + radius, y + radius), start, end, fill=self.ink(colour), width=width)

    def shape(self, points: list[tuple[int, int]], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon(points, fill=self.ink(colour))

    def line(self, points: list[tuple[int, int]], colour: Colour, width: int = 2) -> None:
        """A line through points."""
        self._draw.line(points, fill=self.ink(colour), width=width)

    def ridge(self, base: int, height: int, step: int, colour: Colour, sharp: bool = False) -> list[int]:
        """Hills (sharp: peaks) up to a height above a line, and all below them; returns their tops at every eighth pixel."""
        knots = [self.random.randrange(height) for _ in range(self.width // step + 2)]
        tops: list[int] = []
        for x in range(0, self.width + 8, 8):
            part = x % step
            share = part * 256 // step
            if not sharp:
                share = share * share * (768 - 2 * share) // 65536  # smoothstep, in 256ths
            one, other = knots[x // step], knots[min(x // step + 1, len(knots) - 1)]
            tops.append(base - (one * (256 - share) + other * share) // 256)
        outline = [(index * 8, top) for index, top in enumerate(tops)]
        self.shape([*outline, (self.width + 8, self.height), (0, self.height)], colour)
        return tops

    def indices(self) -> Indices:
        """The palette's places, height x width."""
        return np.asarray(self.image, np.uint8)


def mix(one: Colour, other: Colour, part: int, whole: int) -> Colour:
    """part/whole of the way from one colour to another."""
    red, green, blue = ((a * (whole - part) + b * part) // max(1, whole) for a, b in zip(one, other, strict=True))
    return red, green, blue


def kinds() -> tuple[str, ...]:
    """What can be drawn."""
    return tuple(_motifs())


def _motifs() -> Mapping[str, Callable[[Canvas], None]]:
    from devices.phone.scene_motifs import MOTIFS  # they draw on this module's canvas

    return MOTIFS


@lru_cache(maxsize=8)  # large, and only needed until they are encoded
def picture(kind: str, seed: str) -> tuple[bytes, tuple[Colour, ...], int, int]:
    """A picture as palette indices, palette, width and height; raises KeyError for a kind that is not in kinds()."""
    canvas = Canvas(f"{kind}/{seed}")
    _motifs()[kind](canvas)
    return canvas.image.tobytes(), tuple(canvas.palette), canvas.width, canvas.height


def pixels(kind: str, seed: str) -> tuple[Indices, tuple[Colour, ...]]:
    """A picture as an array of palette indices (height x width) and its palette."""
    data, palette, width, height = picture(kind, seed)
    return np.frombuffer(data, np.uint8).reshape(height, width), palette


@lru_cache(maxsize=256)
def _png(kind: str, seed: str, texts: tuple[tuple[str, str], ...]) -> bytes:
    return encode(*pixels(kind, seed), dict(texts))


def png(kind: str, seed: str, texts: Mapping[str, str] | None = None) -> bytes:
    """A picture as a PNG file. texts: kept inside, as iTXt chunks."""
    return _png(kind, seed, tuple((texts or {}).items()))


def forget() -> None:
    """Keep no picture: they can be drawn again."""
    picture.cache_clear()
    _png.cache_clear()


def view(seed: int, taken: int, front: bool) -> tuple[str, str]:
    """Kind and seed of what a camera of a phone sees when so many pictures were taken."""
    if front:
        return "selfie", f"{seed}"
    outside = [kind for kind in kinds() if kind not in ("selfie", "cover", "chat")]
    order = random.Random(f"{seed}/views")
    order.shuffle(outside)
    return outside[taken % len(outside)], f"{seed}/{taken}"
