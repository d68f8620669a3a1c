"""From actions with fractions of a screen to contacts of a pen in millimetres.

Knows what a finger does for each touch action. Does not know machines, cameras or G-code.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from devices.actions import Direction, DoubleTap, Drag, LongPress, Scroll, Swipe, Tap
from devices.frame import Point
from devices.stylus.gcode import Contact

Touch = Tap | DoubleTap | LongPress | Swipe | Drag | Scroll
Pixel = tuple[int, int]

TAP = 0.08
"""Seconds that the pen rests on the glass for a tap."""
GRIP = 0.6
"""Seconds that a drag holds before it moves; phones take 0.5 for a long press."""
BRAKE = 0.12
"""Seconds that the pen rests at the end of a stroke, so that a list stays where it was put and does not fly on."""
FASTEST = 6000.0
SLOWEST = 60.0
"""mm/min of a stroke."""
EDGE = 0.08
"""Share of a side where a stroke would mean something else to the system; scrolls stay out of it."""
_FINGER: dict[Direction, tuple[int, int]] = {"down": (0, -1), "up": (0, 1), "right": (-1, 0), "left": (1, 0)}


@dataclass(frozen=True, slots=True)
class Strokes:
    """contacts: one after the other. pixels: of the screen, where it is touched, in order. note: what is not as asked."""

    contacts: tuple[Contact, ...]
    pixels: tuple[Pixel, ...]
    note: str = ""


def plan(
    action: Touch, size: tuple[int, int], to_mm: Callable[[float, float], tuple[float, float]], fastest: float = FASTEST
) -> Strokes:
    """The contacts that make one action.

    size: pixels of the screen. to_mm: from fractions of the screen, pixel centres, to millimetres. fastest: mm/min.
    """

    def at(pixel: Pixel) -> tuple[float, float]:
        return to_mm((pixel[0] + 0.5) / size[0], (pixel[1] + 0.5) / size[1])

    def stroke(start: Pixel, end: Pixel, seconds: float, before: float, note: str = "") -> Strokes:
        length = math.dist(at(start), at(end))
        wanted = 60 * length / seconds if seconds > 0 else fastest
        feed = min(max(wanted, SLOWEST), fastest)
        slow = f"took {60 * length / feed:.1f} s, as fast as the pen may go" if wanted > fastest * 1.01 and seconds > 0 else ""
        path = (at(start), at(end)) if start != end else (at(start),)
        contact = Contact(path, before, BRAKE, feed)
        return Strokes((contact,), (start, end), "; ".join(filter(None, [note, slow])))

    match action:
        case Tap():
            pixel = Point(action.x, action.y).to_pixel(*size)
            return Strokes((Contact((at(pixel),), TAP),), (pixel,))
        case DoubleTap():
            pixel = Point(action.x, action.y).to_pixel(*size)
            return Strokes((Contact((at(pixel),), TAP),) * 2, (pixel, pixel))
        case LongPress():
            pixel = Point(action.x, action.y).to_pixel(*size)
            return Strokes((Contact((at(pixel),), max(action.seconds, TAP)),), (pixel, pixel))
        case Swipe() | Drag():
            start = Point(action.x, action.y).to_pixel(*size)
            end = Point(action.to_x, action.to_y).to_pixel(*size)
            drag = isinstance(action, Drag)
            return stroke(start, end, max(0.0, action.seconds - (GRIP if drag else 0)), GRIP if drag else 0.0)
        case Scroll():
            return _scroll(action, size, stroke)
        case _:
            assert_never(action)


def _scroll(action: Scroll, size: tuple[int, int], stroke: Callable[[Pixel, Pixel, float, float, str], Strokes]) -> Strokes:
    """Content moves with the pen, so showing what lies further down means moving the pen up."""
    across, down = _FINGER[action.direction]
    vertical = across == 0
    middle = action.y if vertical else action.x
    length = min(action.amount, 1 - 2 * EDGE)
    low = min(max(middle - length / 2, EDGE), 1 - EDGE - length)
    start, end = (low, low + length) if across + down > 0 else (low + length, low)
    other = min(max(action.x if vertical else action.y, EDGE), 1 - EDGE)
    places = [Point(other, place) if vertical else Point(place, other) for place in (start, end)]
    note = f"moved by {length:.0%} of the screen, the most in one stroke" if length < action.amount else ""
    return stroke(places[0].to_pixel(*size), places[1].to_pixel(*size), 0.3 + 0.5 * length, 0.0, note)
