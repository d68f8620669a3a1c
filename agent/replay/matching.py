"""Where on a screen a crop of another screen is found: normalised cross-correlation of edges over sizes.

Knows edges and numbers. Does not know what was touched, or when a match is good enough.
Sizes are tried coarsely by Fourier transform over the whole screen; what looks best is looked at again, finely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from agent.replay.blocks import Box
from agent.replay.features import POOL, Array, Edges, edges, luminance

if TYPE_CHECKING:
    from PIL.Image import Image

Scores = npt.NDArray[np.float64]

KEPT = 8
"""Candidates of the coarse search that are looked at finely."""
APART = 0.5
"""Two candidates are two places where their middles lie further apart than this share of the crop's smaller side."""
FINE_SIZES = (0.98, 0.99, 1.0, 1.01, 1.02)
"""Factors around the coarse size: letters are drawn at whole pixels, so a text is up to 2 % wider or narrower."""
FINE_REACH = 4
"""Pixels around a coarse place: twice the coarse pixel, and what the size changes at the ends."""
EMPTY, FULL = 0.15, 0.5
"""Shares of a crop's mean energy at one of its ends: where one has less than the first and the other more than the second, a
text goes on beyond its recorded end, or ends before it."""
FLAT = 1e-6
"""Less spread than this is an empty place; nothing can be said of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place. box: in pixels of the screen's edges. size: of the crop there, as a factor. score: -1 to 1.

    weakest: the score of the worst part of it, so that one other letter shows in a long text. contrast: how strong its edges
    are, as a factor of the crop's.
    """

    box: Box
    size: float
    score: float
    weakest: float
    contrast: float


class Crop:
    """A part of a recorded screen that can be looked for at any size.

    image: the whole recorded screen. scale: its factor to working scale. box: in pixels at working scale; what of it lies
    outside the screen is cut off.
    """

    def __init__(self, image: Image, scale: float, box: Box) -> None:
        self._image = image
        self._scale = scale
        self.box = Box(
            max(0.0, box.left),
            max(0.0, box.top),
            min(image.width * scale, box.right),
            min(image.height * scale, box.bottom),
        )
        self.at = lru_cache(maxsize=128)(self._at)

    def _at(self, size: float) -> Edges:
        """Its edges at a size."""
        left, top, right, bottom = (round(value / self._scale) for value in self.box)
        return edges(luminance(self._image.crop((left, top, right, bottom)), self._scale * size))


def search(crop: Crop, screen: Edges, sizes: Sequence[float], *, within: Box | None = None) -> list[Hit]:
    """The best places of a crop, best first, no two of them the same; within: only where the middle lies in this box."""
    coarse: list[tuple[float, float, float, float]] = []
    for size in sizes:
        template = crop.at(size).coarse
        if min(template.width, template.height) < 4:
            continue
        scores = correlate(template, screen.coarse)
        if scores.size:
            for score, row, column in _peaks(scores, template, within):
                coarse.append((score, (column + template.width / 2) * POOL, (row + template.height / 2) * POOL, size))
    coarse.sort(reverse=True)
    found: list[Hit] = []
    tried: list[tuple[float, float]] = []
    for _, x, y, size in coarse:
        near = crop.at(size)
        reach = APART * min(near.width, near.height)
        if any(abs(x - column) < reach and abs(y - row) < reach for column, row in tried):
            continue
        tried.append((x, y))
        hit = _fine(crop, screen, x, y, size)
        if hit is not None:
            found.append(hit)
        if len(tried) == KEPT:
            break
    return sorted(found, key=lambda hit: -hit.score)


def search_near(crop: Crop, screen: Edges, size: float, middle: tuple[float, float], reach: tuple[float, float]) -> Hit | None:
    """The best place whose middle is so far at most, across and down, from one where it is expected."""
    return _fine(crop, screen, *middle, size, (round(reach[0]), round(reach[1])))


def correlate(template: Edges, screen: Edges) -> Scores:
    """The score of every place where the template fits as a whole, by its upper left corner."""
    rows, columns = screen.height - template.height + 1, screen.width - template.width + 1
    if rows < 1 or columns < 1:
        return np.zeros((0, 0))
    area = template.height * template.width
    values = template.channels.astype(np.float64)
    values -= values.mean(axis=(1, 2), keepdims=True)
    spread = float((values**2).sum())
    if spread < FLAT:
        return np.zeros((0, 0))
    good = screen.good
    spectrum = (screen.spectrum * np.conj(np.fft.rfft2(values, s=good))).sum(axis=0)
    products = np.fft.irfft2(spectrum, s=good)[:rows, :columns]
    plain, squares = screen.sums
    sums = _windows(plain, template)
    spreads = _windows(squares[None], template)[0] - (sums**2).sum(axis=0) / area
    return np.asarray(np.where(spreads > FLAT * area, products / np.sqrt(np.maximum(spreads, FLAT) * spread), -1.0))


def _windows(running: npt.NDArray[np.float64], template: Edges) -> npt.NDArray[np.float64]:
    high, wide = template.height, template.width
    return np.asarray(
        running[:, high:, wide:] - running[:, :-high, wide:] - running[:, high:, :-wide] + running[:, :-high, :-wide]
    )


def _peaks(scores: Scores, template: Edges, within: Box | None) -> Iterable[tuple[float, int, int]]:
    """The best places of one size, each with what lies around it left out afterwards."""
    scores = scores.copy()
    if within is not None:
        top = max(0, round(within.top / POOL - template.height / 2))
        bottom = max(0, round(within.bottom / POOL - template.height / 2) + 1)
        left = max(0, round(within.left / POOL - template.width / 2))
        right = max(0, round(within.right / POOL - template.width / 2) + 1)
        outside = np.ones(scores.shape, dtype=bool)
        outside[top:bottom, left:right] = False
        scores[outside] = -1.0
    reach = max(2, round(APART * min(template.width, template.height)))
    for _ in range(KEPT):
        row, column = divmod(int(scores.argmax()), scores.shape[1])
        score = float(scores[row, column])
        if score <= 0:
            return
        yield score, row, column
        scores[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = -1.0


def _fine(
    crop: Crop, screen: Edges, x: float, y: float, size: float, reach: tuple[int, int] = (FINE_REACH, FINE_REACH)
) -> Hit | None:
    best: tuple[float, float, int, int] | None = None
    for factor in FINE_SIZES:
        template = crop.at(size * factor)
        first = round(x - template.width / 2) - reach[0], round(y - template.height / 2) - reach[1]
        left, top = max(0, first[0]), max(0, first[1])
        right, bottom = first[0] + template.width + 2 * reach[0], first[1] + template.height + 2 * reach[1]
        part = screen.cut(left, top, max(left, right), max(top, bottom))
        scores = correlate(template, part)
        if not scores.size:
            continue
        row, column = divmod(int(scores.argmax()), scores.shape[1])
        if best is None or scores[row, column] > best[0]:
            best = float(scores[row, column]), size * factor, left + column, top + row
    if best is None:
        return None
    score, fine, left, top = best
    template = crop.at(fine)
    box = Box(left, top, left + template.width, top + template.height)
    there = screen.cut(left, top, left + template.width, top + template.height)
    strength, strength_there = float(template.channels[0].std()), float(there.channels[0].std())
    return Hit(box, fine, score, _weakest(template, there), strength_there / max(strength, FLAT))


def _weakest(template: Edges, there: Edges) -> float:
    """The lowest score of any square part along the longer side, or 0 where one goes on and the other ends.

    Parts where neither has anything are left out.
    """
    long, short = (template.width, template.height) if template.width >= template.height else (template.height, template.width)
    part = min(long, short)
    energy = max(float((template.channels**2).sum()), float((there.channels**2).sum())) / max(1, long)
    worst = 1.0
    for start in (0, long - part // 2):
        pair = [float((_slice(found.channels, template, start, part // 2) ** 2).sum()) for found in (template, there)]
        if min(pair) < EMPTY * energy * (part // 2) and max(pair) > FULL * energy * (part // 2):
            worst = 0.0
    for start in [*range(0, long - part, max(1, part // 3)), long - part]:
        ours, theirs = (_slice(found.channels, template, start, part) for found in (template, there))
        if max(float((ours**2).sum()), float((theirs**2).sum())) < 0.25 * energy * part:
            continue
        worst = min(worst, _score(ours, theirs))
    return worst


def _slice(channels: Array, shape: Edges, start: int, part: int) -> Array:
    return channels[:, :, start : start + part] if shape.width >= shape.height else channels[:, start : start + part]


def _score(one: Array, other: Array) -> float:
    ours = one - one.mean(axis=(1, 2), keepdims=True)
    theirs = other - other.mean(axis=(1, 2), keepdims=True)
    spread = float((ours**2).sum() * (theirs**2).sum())
    return float((ours * theirs).sum()) / spread**0.5 if spread > FLAT else 0.0
