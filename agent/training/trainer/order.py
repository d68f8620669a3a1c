"""Which rows each step learns from, and at which rate: pure functions of the seed and the step, so that nothing has to be
remembered across a stop. Does not know: what a row is.
"""

from __future__ import annotations

import math
import random

from agent.training.trainer.wish import Curve

FLOOR = 0.02


class Order:
    """The rows in a new random order each epoch, one epoch after the other without a gap."""

    def __init__(self, rows: int, *, seed: int) -> None:
        self._rows, self._seed = rows, seed
        self._shuffled: tuple[int, list[int]] = (-1, [])

    def step(self, number: int, size: int) -> list[int]:
        """The numbers of the `size` rows of a step; the first step is 0."""
        return [self._at(place) for place in range(number * size, (number + 1) * size)]

    def _at(self, place: int) -> int:
        epoch, inside = divmod(place, self._rows)
        if self._shuffled[0] != epoch:
            numbers = list(range(self._rows))
            random.Random(f"{self._seed}/{epoch}").shuffle(numbers)
            self._shuffled = (epoch, numbers)
        return self._shuffled[1][inside]


def share_of_peak(done: float, *, warm_up: float, curve: Curve) -> float:
    """The learning rate as a share of its peak, where 0 <= done < 1 of the run is over: up in a line, then down the curve."""
    if done < warm_up:
        return max(FLOOR, done / warm_up)
    left = min(1.0, (1 - done) / (1 - warm_up)) if warm_up < 1 else 0.0
    fallen = (1 - math.cos(math.pi * left)) / 2 if curve is Curve.COSINE else left
    return max(FLOOR, fallen)
