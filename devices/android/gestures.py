"""From actions with fractions to `input` commands with device pixels.

Knows the touch part of Android's `input` command. Does not know ADB, text or keys' meaning to apps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from devices.actions import Direction, DoubleTap, Drag, Key, LongPress, Scroll, Swipe, Tap
from devices.frame import Point

Touch = Tap | DoubleTap | LongPress | Swipe | Drag | Scroll

KEYCODES: dict[Key, int] = {
    "back": 4,
    "home": 3,
    "recents": 187,
    "enter": 66,
    "delete": 67,
    "tab": 61,
    "escape": 111,
    "power": 26,
    "volume_up": 24,
    "volume_down": 25,
    "menu": 82,
}
"""android.view.KeyEvent."""
EDGE = 0.08
"""Share of a side where a stroke would mean something else to the system (shade, home, back); scrolls stay out of it."""
_FINGER: dict[Direction, tuple[int, int]] = {"down": (0, -1), "up": (0, 1), "right": (-1, 0), "left": (1, 0)}


@dataclass(frozen=True, slots=True)
class Gesture:
    """Commands that together make one touch action. pixels: touched places in order. seconds: how long it takes."""

    commands: tuple[str, ...]
    pixels: tuple[tuple[int, int], ...]
    seconds: float = 0.0
    note: str = ""


def plan(action: Touch, width: int, height: int) -> Gesture:
    """The commands for a touch action on a screen of width x height pixels."""
    match action:
        case Tap():
            at = Point(action.x, action.y).to_pixel(width, height)
            return Gesture((f"input tap {at[0]} {at[1]}",), (at,))
        case DoubleTap():
            at = Point(action.x, action.y).to_pixel(width, height)
            return Gesture((f"input tap {at[0]} {at[1]}",) * 2, (at, at), 0.2)
        case LongPress():
            at = Point(action.x, action.y).to_pixel(width, height)
            return _stroke("swipe", at, at, action.seconds)
        case Swipe() | Drag():
            start = Point(action.x, action.y).to_pixel(width, height)
            end = Point(action.to_x, action.to_y).to_pixel(width, height)
            return _stroke("swipe" if isinstance(action, Swipe) else "draganddrop", start, end, action.seconds)
        case Scroll():
            return _scroll(action, width, height)
        case _:
            assert_never(action)


def _stroke(verb: str, start: tuple[int, int], end: tuple[int, int], seconds: float, note: str = "") -> Gesture:
    milliseconds = max(1, round(seconds * 1000))
    command = f"input {verb} {start[0]} {start[1]} {end[0]} {end[1]} {milliseconds}"
    return Gesture((command,), (start, end), seconds, note)


def _scroll(action: Scroll, width: int, height: int) -> Gesture:
    """Content moves with the finger, so showing what lies further down means moving the finger up."""
    across, down = _FINGER[action.direction]
    vertical = across == 0
    middle = action.y if vertical else action.x
    length = min(action.amount, 1 - 2 * EDGE)
    first = min(max(middle - length / 2, EDGE), 1 - EDGE - length)
    low, high = first, min(first + length, 1 - EDGE)
    start, end = (low, high) if across + down > 0 else (high, low)
    other = min(max(action.x if vertical else action.y, EDGE), 1 - EDGE)
    places = [Point(other, place) if vertical else Point(place, other) for place in (start, end)]
    note = f"moved by {length:.0%} of the screen, the most in one stroke" if length < action.amount else ""
    return _stroke("swipe", places[0].to_pixel(width, height), places[1].to_pixel(width, height), 0.3 + 0.5 * length, note)
