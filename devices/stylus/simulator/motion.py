"""Straight lines one after the other, as a controller with a planner drives them: speeding up, going, slowing down.

Knows places, speeds and time that is handed in. Does not know G-code, pens or screens. Unlike GRBL it stops between two
lines, also where they lie in one direction.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

SLOTS = 15
"""Motions that the planner holds (GRBL's BLOCK_BUFFER_SIZE less the one that it keeps free)."""
STEP = 0.001
"""Seconds between two looks at the speed."""
Axes = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One motion: where to in machine millimetres, how fast at most in mm/s, and whether it is a jog."""

    target: Axes
    speed: float
    jog: bool = False


class Planner:
    """position: where the controller believes that it is, mm. acceleration: mm/s². held: slowing down, or standing still."""

    def __init__(self, acceleration: float) -> None:
        self.position: Axes = (0.0, 0.0, 0.0)
        self.acceleration = acceleration
        self.held = False
        self.speed = 0.0
        self._lines: deque[Line] = deque()

    @property
    def free(self) -> int:
        """Motions that still fit."""
        return SLOTS - len(self._lines)

    @property
    def idle(self) -> bool:
        """Whether there is nothing left to do."""
        return not self._lines

    @property
    def jogs(self) -> bool:
        """Whether it is a jog that is being done."""
        return bool(self._lines) and self._lines[0].jog

    @property
    def end(self) -> Axes:
        """Where it will be when everything is done."""
        return self._lines[-1].target if self._lines else self.position

    @property
    def feed(self) -> float:
        """Millimetres a minute, now."""
        return self.speed * 60

    def add(self, line: Line) -> None:
        """Put one more motion at the end; there must be a free slot."""
        if self.free <= 0:
            raise ValueError("the planner is full")
        self._lines.append(line)

    def clear(self) -> None:
        """Forget all motions and stand still."""
        self._lines.clear()
        self.speed = 0.0
        self.held = False

    def advance(self, seconds: float) -> float:
        """Go on for some time; returns what is left of it when everything is done or it stands still."""
        left = seconds
        while left > 0 and self._lines and not (self.held and self.speed == 0):
            span = min(STEP, left)
            left -= span
            self._step(span)
        return left

    def _step(self, span: float) -> None:
        line = self._lines[0]
        rest = math.dist(self.position, line.target)
        change = self.acceleration * span
        if self.held:
            self.speed = max(0.0, self.speed - change)
        else:
            self.speed = max(min(self.speed + change, line.speed, math.sqrt(2 * self.acceleration * rest)), change)
        way = self.speed * span
        if way >= rest - 1e-9:
            self.position = line.target
            self._lines.popleft()
            self.speed = 0.0
            return
        share = way / rest
        x, y, z = (now + (then - now) * share for now, then in zip(self.position, line.target, strict=True))
        self.position = x, y, z
