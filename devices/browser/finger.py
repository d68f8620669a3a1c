"""One finger on the page: the Chrome DevTools Protocol's `Input.dispatchTouchEvent`, in CSS pixels of the viewport.

Knows places and times. Does not know pages, or what the finger meets.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from devices.actions import Direction

Send = Callable[[str, Mapping[str, Any]], Any]
"""Sends one command of the protocol and waits for its answer."""
Spot = tuple[float, float]
Size = tuple[float, float]

METHOD = "Input.dispatchTouchEvent"
GESTURE = "Input.synthesizeTapGesture"
HOLD = 0.4
"""Seconds that a finger rests before it drags: pages that ask for a hold get it, and it stays below the half second after which
Chromium takes it for a long press and opens a menu."""
BETWEEN_TAPS = 0.08
STEP = 0.016
"""Seconds between two places of a stroke: one picture of a screen of 60 Hz."""
LEAST_STEPS = 5
MARGIN = 2.0
"""CSS pixels that a stroke keeps from the edge."""
SCROLL_SECONDS = 0.25
REST = 0.15
"""Seconds that a finger rests at the end of a scroll, so that the content stops where it is."""
SLOP = 15.0
"""CSS pixels that a finger moves before Chromium takes it for a scroll; the content stays behind by them."""
DIRECTIONS: Mapping[Direction, tuple[int, int]] = {"down": (0, 1), "up": (0, -1), "right": (1, 0), "left": (-1, 0)}
"""Where what comes into view lies."""
MOST_STROKES = 6


class Finger:
    """Each call touches, lets go, and returns what was sent."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def tap(self, spot: Spot) -> tuple[str, ...]:
        """Touch and let go."""
        return (self._touch("touchStart", spot), self._touch("touchEnd"))

    def long_press(self, spot: Spot, seconds: float) -> tuple[str, ...]:
        """Touch, stay, and let go. By Chromium's own gesture: after single touch events of any length it would make a click."""
        milliseconds = round(seconds * 1000)
        held = {"x": spot[0], "y": spot[1], "duration": milliseconds, "tapCount": 1, "gestureSourceType": "touch"}
        self._send(GESTURE, held)
        return (f"{GESTURE} {spot[0]:g} {spot[1]:g} for {milliseconds} ms",)

    def double_tap(self, spot: Spot) -> tuple[str, ...]:
        """Two taps."""
        first = self.tap(spot)
        time.sleep(BETWEEN_TAPS)
        return (*first, *self.tap(spot))

    def swipe(self, start: Spot, end: Spot, seconds: float) -> tuple[str, ...]:
        """A stroke that ends in motion."""
        return self._stroke(start, end, seconds)

    def drag(self, start: Spot, end: Spot, seconds: float) -> tuple[str, ...]:
        """A stroke that begins and ends at rest."""
        return self._stroke(start, end, max(0.1, seconds - HOLD), hold=HOLD, rest=REST)

    def scroll(self, spot: Spot, direction: Direction, amount: float, size: Size) -> tuple[tuple[str, ...], str]:
        """Move the content under a spot by a share of the viewport, in as many strokes as there is room for; and a note."""
        axis = 0 if DIRECTIONS[direction][0] else 1
        sign = -sum(DIRECTIONS[direction])  # the content goes with the finger
        left, start = amount * size[axis], list(spot)
        room = self._room(start[axis], sign, size[axis])
        note = ""
        if room < 0.1 * size[axis]:  # too near the edge for a stroke that begins there
            start[axis] = 0.5 * size[axis] - sign * 0.3 * size[axis]
            room = self._room(start[axis], sign, size[axis])
            note = "the stroke began further from the edge than asked for"
        sent: list[str] = []
        for _ in range(MOST_STROKES):
            length = min(left, room - SLOP)
            end = list(start)
            end[axis] += sign * (length + SLOP)
            sent += self._stroke((start[0], start[1]), (end[0], end[1]), SCROLL_SECONDS, rest=REST, slop=SLOP)
            left -= length
            if left < 1:
                break
        else:
            note = f"{left:.0f} pixels less than asked for"
        return tuple(sent), note

    def _room(self, place: float, sign: int, length: float) -> float:
        return (length - MARGIN - place) if sign > 0 else (place - MARGIN)

    def _stroke(
        self, start: Spot, end: Spot, seconds: float, *, hold: float = 0.0, rest: float = 0.0, slop: float = 0.0
    ) -> tuple[str, ...]:
        sent = [self._touch("touchStart", start)]
        moves = 0
        try:
            time.sleep(hold)
            if slop:
                share = slop / max(slop, abs(end[0] - start[0]), abs(end[1] - start[1]))
                start = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
                self._touch("touchMove", start)
            begun = time.monotonic()
            while True:
                moves += 1
                share = max(min((time.monotonic() - begun + STEP) / seconds if seconds else 1.0, 1.0), 0.0)
                share = min(share, moves / LEAST_STEPS)
                way = 1 - (1 - share) ** 2 if rest else share  # what comes to rest gets slower: Chromium scrolls a bit ahead
                spot = (start[0] + (end[0] - start[0]) * way, start[1] + (end[1] - start[1]) * way)
                self._touch("touchMove", spot)
                if share >= 1:
                    break
                time.sleep(max(0.0, begun + moves * STEP - time.monotonic()) if seconds else 0.0)
            time.sleep(rest)
            sent.append(f"{METHOD} touchMove x{moves} to {end[0]:g} {end[1]:g}")
        finally:
            sent.append(self._touch("touchEnd"))
        return tuple(sent)

    def _touch(self, kind: str, *spots: Spot) -> str:
        self._send(METHOD, {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in spots]})
        return " ".join((METHOD, kind, *(f"{x:g} {y:g}" for x, y in spots)))
