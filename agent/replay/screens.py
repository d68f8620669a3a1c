"""Whether a screen is the recorded one: two shares of changed pixels, with what may differ left out for a reason.

Knows pixels. Does not know devices, steps, or what a difference means for a replay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field, TypeAdapter

from devices.actions import Frozen

if TYPE_CHECKING:
    from PIL.Image import Image

CHANGED = 24
"""Levels of 255 in one colour from which a pixel counts as changed: dithering and colour conversion stay below 8, the palest
text on its ground is above 60."""
WHOLE = 0.0002
"""Share of the whole screen that may have changed: 518 pixels of 1080 x 2400. One letter of body text is some 150 pixels, so
three other letters anywhere stop a replay; a single odd glyph edge does not."""
NEAR = 0.002
"""Share of the crop round the target that may have changed: 80 pixels of a crop of 200 x 200. It decides what is touched, so
less than one letter may differ."""
CROP = 0.093
"""Half a side of the crop, as a share of the shorter side of the screen: 100 pixels of 1080, a target and what lies around."""


class Mask(Frozen):
    """A part of the screen that is not compared.

    left, right: fractions of the width. top, bottom: from the top, in shares of the shorter side, since bars are as high on a
    long phone as on a short one. reason: for a person. devices: model names that it is for; empty for all.
    """

    left: float = 0.0
    top: float
    right: float = 1.0
    bottom: float
    reason: Annotated[str, Field(min_length=1)]
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A change of this shape is not counted, wherever it is. Sizes as shares of the screen's shorter side."""

    widest: float
    shortest: float
    tallest: float
    reason: str


MASKS = (Mask(top=0.0, bottom=0.09, reason="the status bar shows clock, signal and battery, which go their own way"),)
"""32 dp, as high as the status bar is without a hole for a camera, are 0.09 of a phone 360 dp wide. Phones with a higher one
have masks of their own: MASK_FILE.validate_json reads them."""
MASK_FILE: TypeAdapter[tuple[Mask, ...]] = TypeAdapter(tuple[Mask, ...])
CARET = Stroke(0.008, 0.02, 0.08, "the caret of a text field blinks")


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two screens differ. whole, near: shares of changed pixels; near is None where no place counts.

    problem: why they cannot be compared at all, empty if they can.
    """

    whole: float = 0.0
    near: float | None = None
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether this counts as the recorded screen."""
        return not self.problem and self.whole <= WHOLE and (self.near is None or self.near <= NEAR)

    def __str__(self) -> str:
        if self.problem:
            return self.problem
        near = "" if self.near is None else f", {self.near:.2%} of what lies round the target"
        return f"{self.whole:.3%} of the screen differ{near}"


def masks_for(model: str, more: Sequence[Mask] = ()) -> tuple[Mask, ...]:
    """The masks of a device by what it calls itself, and more of one's own."""
    return (*(mask for mask in MASKS if not mask.devices or model in mask.devices), *more)


def compare_screens(
    recorded: Image, now: Image, *, masks: Sequence[Mask] = (), places: Sequence[tuple[float, float]] = ()
) -> Difference:
    """How far the screen differs from the recorded one; places: what the step touches, as fractions."""
    if recorded.size != now.size:
        return Difference(problem=f"the screen is {now.width}x{now.height}, not {recorded.width}x{recorded.height} as recorded")
    one, other = (np.asarray(image, dtype=np.int16) for image in (recorded, now))
    changed = np.asarray((np.abs(one - other) > CHANGED).any(axis=2))
    counted = np.ones(changed.shape, dtype=bool)
    height, width = changed.shape
    for mask in masks:
        rows = slice(round(mask.top * min(width, height)), round(mask.bottom * min(width, height)))
        counted[rows, round(mask.left * width) : round(mask.right * width)] = False
    changed &= counted
    if changed.any():
        _forget_caret(changed)
    near: float | None = None
    for x, y in places:
        reach = round(CROP * min(width, height))
        column, row = round(x * width), round(y * height)
        part = (
            slice(max(0, row - reach), min(height, row + reach)),
            slice(max(0, column - reach), min(width, column + reach)),
        )
        share = float(changed[part].sum()) / max(1, int(counted[part].sum()))
        near = share if near is None else max(near, share)
    return Difference(float(changed.sum()) / max(1, int(counted.sum())), near)


def _forget_caret(changed: npt.NDArray[np.bool_]) -> None:
    """Where all that has changed in some columns is one upright stroke with nothing beside it, count it as unchanged."""
    short = min(changed.shape)
    columns = np.flatnonzero(changed.any(axis=0))
    for group in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        rows = np.flatnonzero(changed[:, group].any(axis=1))
        whole = rows[-1] - rows[0] + 1 == len(rows)
        wide, high = len(group) / short, len(rows) / short
        if whole and wide <= CARET.widest and CARET.shortest <= high <= CARET.tallest:
            changed[:, group] = False
