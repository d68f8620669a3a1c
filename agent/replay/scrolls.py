"""Scrolls of a lenient replay: the recorded ones on a screen of another size, and its own, to look for a target.

Knows fractions of screens. Does not know what is on them. All are swipes: a dialect need not have words for how far a page is
scrolled.
"""

from __future__ import annotations

from devices.actions import Scroll, Swipe
from devices.android.gestures import EDGE

SEARCH_DOWN = Swipe(x=0.5, y=0.7, to_x=0.5, to_y=0.4)
SEARCH_UP = Swipe(x=0.5, y=0.4, to_x=0.5, to_y=0.7)
"""Both strokes lie between 0.4 and 0.7 of the height: below a search field and tabs that stay where they are (0.25 of a phone
800 dp high), above the bar at the bottom, and so short that a list that goes on by itself skips nothing."""
SAME = 0.01
"""Share by which sizes may differ for a scroll to be done as it was recorded."""


def scrolled_as_far(action: Scroll, recorded: tuple[int, int], now: tuple[int, int], size: float) -> Scroll | Swipe:
    """A recorded scroll that moves the content as far here. recorded, now: width, height. size: pixels here for each one there.

    The stroke begins as far from the edge as it did, since what stays where it is at an edge is as large as it was.
    """
    vertical = action.direction in ("up", "down")
    ratio = size * recorded[vertical] / now[vertical]
    if abs(ratio - 1) < SAME:
        return action
    middle = action.y if vertical else action.x
    half = min(action.amount, 1 - 2 * EDGE) / 2
    middle = min(max(middle, EDGE + half), 1 - EDGE - half)
    length = min(2 * half * ratio, 1 - 2 * EDGE)
    if action.direction in ("up", "left"):  # the finger goes down, or to the right
        start = min(max((middle - half) * ratio, EDGE), 1 - EDGE - length)
        end = start + length
    else:
        start = max(min(1 - (1 - middle - half) * ratio, 1 - EDGE), EDGE + length)
        end = start - length
    seconds = 0.3 + 0.5 * length
    if vertical:
        return Swipe(x=action.x, y=start, to_x=action.x, to_y=end, seconds=seconds)
    return Swipe(x=start, y=action.y, to_x=end, to_y=action.y, seconds=seconds)
