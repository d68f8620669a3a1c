"""A mouse on the page, through Playwright's, which also carries what pages let be dragged (HTML drag and drop).

Knows places and times. Does not know what the pointer meets.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from devices.actions import Direction
from devices.browser.finger import BETWEEN_TAPS, DIRECTIONS, LEAST_STEPS, STEP, Size, Spot

if TYPE_CHECKING:
    from playwright.sync_api import Mouse as Pointer

HOLD = 0.1
"""Seconds that the button is down before a drag begins, and before it ends."""
Button = Literal["left", "right", "middle"]


class Mouse:
    """Each call returns what was sent. The pointer stays where it was put last."""

    def __init__(self, pointer: Pointer) -> None:
        self._pointer = pointer

    def hover(self, spot: Spot) -> tuple[str, ...]:
        """Move there."""
        self._pointer.move(*spot)
        return (f"mouse.move {spot[0]:g} {spot[1]:g}",)

    def tap(self, spot: Spot, button: Button = "left") -> tuple[str, ...]:
        """Move there and click."""
        self._pointer.click(*spot, button=button)
        return (f"mouse.click {button} {spot[0]:g} {spot[1]:g}",)

    def long_press(self, spot: Spot, seconds: float) -> tuple[str, ...]:
        """Move there, press, wait, and let go."""
        self._pointer.click(*spot, delay=seconds * 1000)
        return (f"mouse.click left {spot[0]:g} {spot[1]:g} for {seconds:g} s",)

    def double_tap(self, spot: Spot) -> tuple[str, ...]:
        """Two clicks that belong together."""
        self._pointer.move(*spot)
        for count in (1, 2):
            self._pointer.down(click_count=count)
            self._pointer.up(click_count=count)
            time.sleep(BETWEEN_TAPS if count == 1 else 0)
        return (f"mouse.dblclick {spot[0]:g} {spot[1]:g}",)

    def swipe(self, start: Spot, end: Spot, seconds: float) -> tuple[str, ...]:
        """Draw with the button down."""
        return self._stroke(start, end, seconds, hold=0.0)

    def drag(self, start: Spot, end: Spot, seconds: float) -> tuple[str, ...]:
        """The same, at rest at both ends."""
        return self._stroke(start, end, max(0.1, seconds - 2 * HOLD), hold=HOLD)

    def scroll(self, spot: Spot, direction: Direction, amount: float, size: Size) -> tuple[tuple[str, ...], str]:
        """Turn the wheel over a spot; and a note."""
        across, down = DIRECTIONS[direction]
        turn = (across * amount * size[0], down * amount * size[1])
        self._pointer.move(*spot)
        self._pointer.wheel(*turn)
        return (f"mouse.move {spot[0]:g} {spot[1]:g}", f"mouse.wheel {turn[0]:g} {turn[1]:g}"), ""

    def _stroke(self, start: Spot, end: Spot, seconds: float, *, hold: float) -> tuple[str, ...]:
        self._pointer.move(*start)
        self._pointer.down()
        moves = 0
        try:
            time.sleep(hold)
            begun = time.monotonic()
            while True:
                moves += 1
                share = min((time.monotonic() - begun + STEP) / seconds if seconds else 1.0, moves / LEAST_STEPS, 1.0)
                self._pointer.move(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
                if share >= 1:
                    break
                time.sleep(max(0.0, begun + moves * STEP - time.monotonic()) if seconds else 0.0)
            time.sleep(hold)
        finally:
            self._pointer.up()
        places = (f"{start[0]:g} {start[1]:g}", f"{end[0]:g} {end[1]:g}")
        return (f"mouse.down {places[0]}", f"mouse.move x{moves} to {places[1]}", f"mouse.up {places[1]}")
