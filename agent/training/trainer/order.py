"""Which rows each step learns from, and at which rate: pure functions of the seed and the step, so that nothing has to be
remembered across a stop. Does not know: what a row is.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from agent.training.trainer.wish import Curve

FLOOR = 0.02


class Order:
    """The rows in a new random order each epoch, one epoch after the other without a gap."""

    def __init__(self, rows: int, *, seed: int, together: int = 1, follows: Sequence[bool] = ()) -> None:
        """together: so many rows that follow each other stay side by side. follows: whether each row belongs to the one
        before it.
        """
        self._rows, self._seed, self._together = rows, seed, together
        self._follows = tuple(follows) or (False,) * rows
        self._shuffled: tuple[int, list[int]] = (-1, [])

    def step(self, number: int, size: int) -> list[int]:
        """The numbers of the `size` rows of a step; the first step is 0."""
        return [self._at(place) for place in range(number * size, (number + 1) * size)]

    def _at(self, place: int) -> int:
        epoch, inside = divmod(place, self._rows)
        if self._shuffled[0] != epoch:
            draw = random.Random(f"{self._seed}/{epoch}")
            groups = self._groups(draw)
            draw.shuffle(groups)
            self._shuffled = (epoch, [number for group in groups for number in group])
        return self._shuffled[1][inside]

    def _groups(self, draw: random.Random) -> list[list[int]]:
        """Rows that stay together; where an episode is parted is drawn anew each epoch."""
        if self._together == 1:
            return [[number] for number in range(self._rows)]
        groups: list[list[int]] = []
        room = 0
        for number, follows in enumerate(self._follows):
            if follows and room:
                groups[-1].append(number)
            else:
                groups.append([number])
                room = self._together if follows else draw.randint(1, self._together)
            room -= 1
        return groups


def share_of_peak(done: float, *, warm_up: float, curve: Curve) -> float:
    """The learning rate as a share of its peak, where 0 <= done < 1 of the run is over: up in a line, then down the curve."""
    if done < warm_up:
        return max(FLOOR, done / warm_up)
    left = min(1.0, (1 - done) / (1 - warm_up)) if warm_up < 1 else 0.0
    fallen = (1 - math.cos(math.pi * left)) / 2 if curve is Curve.COSINE else left
    return max(FLOOR, fallen)
