"""From places in millimetres to lines of G-code, and how long they take.

Knows G0, G1, G4 and G53, and the way of a pen. Does not know serial lines, screens or actions.

Every motion is one G53 line, that is in machine coordinates: whatever offsets somebody has left in the controller, the pen
goes where the calibration was made. G53 holds for its own line only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MODES = "G21G90G94G17"
"""Millimetres, absolute, feed in millimetres a minute, plane XY."""
PLACE = 3
"""Decimals of a millimetre; GRBL reports as many."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the pen in the machine's own coordinates, millimetres."""

    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class Contact:
    """One time that the pen is on the glass: down at the first place, along the others, up at the last.

    before, after: seconds that it rests at the first and at the last place. feed: mm/min along the glass.
    """

    path: tuple[tuple[float, float], ...]
    before: float
    after: float = 0.0
    feed: float = 3000.0


def across(x: float, y: float, feed: float) -> str:
    """Go over to a place without changing the height."""
    return f"G53G1X{x:.{PLACE}f}Y{y:.{PLACE}f}F{feed:.0f}"


def to_height(z: float, feed: float) -> str:
    """Raise or lower the pen."""
    return f"G53G1Z{z:.{PLACE}f}F{feed:.0f}"


def rest(seconds: float) -> str:
    """Stay; GRBL answers when the time is over."""
    return f"G4P{seconds:.3f}"


def contact(one: Contact, touch: float, lift: float, plunge: float) -> list[str]:
    """The lines of one contact; the last motion lifts the pen. touch, lift: heights. plunge: mm/min up and down."""
    lines = [to_height(touch, plunge)]
    if one.before > 0:
        lines.append(rest(one.before))
    lines += [across(x, y, one.feed) for x, y in one.path[1:]]
    if one.after > 0:
        lines.append(rest(one.after))
    return [*lines, to_height(lift, plunge)]


def duration(length: float, feed: float, acceleration: float) -> float:
    """Seconds for a straight way of some mm from rest to rest; feed in mm/min, acceleration in mm/s²."""
    speed = feed / 60
    if length <= 0:
        return 0.0
    if length < speed**2 / acceleration:
        return 2 * math.sqrt(length / acceleration)
    return length / speed + speed / acceleration


def way(places: Sequence[tuple[float, float]]) -> float:
    """The length of a path in mm."""
    return sum(math.dist(one, other) for one, other in pairwise(places))
