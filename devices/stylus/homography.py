"""A plane seen, or laid, in another plane: eight numbers from four points.

Knows points and matrices. Does not know cameras, robots or screens.

Source of the method: the direct linear transform with normalised points (Hartley and Zisserman, Multiple View Geometry,
algorithm 4.2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

Place = tuple[float, float]
TINY = 1e-9
"""Points that are no farther apart than this are one."""
THIN = 0.02
"""The smallest triangle of three of four points, as a share of the square over their longest distance, that is no line."""


class Degenerate(ValueError):
    """Points that fix no plane; str() is one sentence without its end."""


@dataclass(frozen=True, slots=True)
class Homography:
    """numbers: the 3x3 matrix row by row, nine finite numbers; the last one is 1."""

    numbers: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.numbers) != 9 or not all(map(math.isfinite, self.numbers)):
            raise Degenerate("a homography is nine finite numbers")

    @classmethod
    def between(cls, there: Sequence[Place], here: Sequence[Place]) -> Homography:
        """The one that maps each place of `there` to that of `here`: exactly for four, with least squares for more.

        Raises Degenerate where there are fewer than four, or three of four lie nearly in a line.
        """
        import numpy as np

        if len(there) != len(here):
            raise Degenerate(f"{len(there)} points cannot be paired with {len(here)}")
        check_spread(there)
        check_spread(here)
        source, from_source = _normalised(there)
        target, from_target = _normalised(here)
        rows = []
        for (x, y), (u, v) in zip(source, target, strict=True):
            rows.append([-x, -y, -1, 0, 0, 0, u * x, u * y, u])
            rows.append([0, 0, 0, -x, -y, -1, v * x, v * y, v])
        _, _, axes = np.linalg.svd(np.asarray(rows, np.float64))
        matrix = np.linalg.inv(from_target) @ axes[-1].reshape(3, 3) @ from_source
        return cls.of(np.asarray(matrix, np.float64))

    @classmethod
    def of(cls, matrix: Matrix) -> Homography:
        """From a 3x3 matrix of any scale; raises Degenerate where it flattens the plane."""
        import numpy as np

        if abs(matrix[2, 2]) < 1e-12 * float(np.abs(matrix).max()) or abs(float(np.linalg.det(matrix / matrix[2, 2]))) < 1e-15:
            raise Degenerate("the points map a plane to a line")
        return cls(tuple(float(number) for number in (matrix / matrix[2, 2]).reshape(-1)))

    @property
    def matrix(self) -> Matrix:
        """3x3, float64."""
        import numpy as np

        return np.asarray(self.numbers, np.float64).reshape(3, 3)

    @property
    def inverse(self) -> Homography:
        """The way back."""
        import numpy as np

        return Homography.of(np.asarray(np.linalg.inv(self.matrix), np.float64))

    def after(self, first: Homography) -> Homography:
        """First the other one, then this one."""
        return Homography.of(self.matrix @ first.matrix)

    def map(self, x: float, y: float) -> Place:
        """Where one place comes to lie; raises Degenerate for one on the horizon."""
        a, b, c, d, e, f, g, h, i = self.numbers
        scale = g * x + h * y + i
        if abs(scale) < 1e-12:
            raise Degenerate("the point lies on the horizon")
        return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale


def check_spread(points: Sequence[Place]) -> None:
    """Raises Degenerate where fewer than four points are given, or no four of them are free of three in a line."""
    if len(points) < 4:
        raise Degenerate(f"four points are needed, there are {len(points)}")
    if not all(math.isfinite(value) for point in points for value in point):
        raise Degenerate("a point is not finite")
    if not any(_is_wide(four) for four in combinations(points, 4)):
        raise Degenerate("three of four points lie nearly in a line")


def _is_wide(four: Sequence[Place]) -> bool:
    longest = max(math.dist(one, other) for one, other in combinations(four, 2))
    if longest < TINY:
        return False
    smallest = min(
        abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 for (ax, ay), (bx, by), (cx, cy) in combinations(four, 3)
    )
    return smallest >= THIN * longest**2


def misfit(there: Sequence[Place], here: Sequence[Place]) -> float:
    """How far, at most, `here` is from `there` turned, scaled, mirrored and moved as a whole; in units of `here`.

    Source of the method: Umeyama 1991, for the plane, where a turn and a scale are one complex factor.
    """
    first = [complex(*point) for point in there]
    best = math.inf
    for mirrored in (False, True):
        second = [complex(x, -y if mirrored else y) for x, y in here]
        middle, goal = sum(first) / len(first), sum(second) / len(second)
        weight = sum(abs(point - middle) ** 2 for point in first)
        factor = (
            sum((one - middle).conjugate() * (other - goal) for one, other in zip(first, second, strict=True)) / weight
            if weight
            else 0j
        )
        worst = max(abs(goal + factor * (one - middle) - other) for one, other in zip(first, second, strict=True))
        best = min(best, worst)
    return best


def _normalised(points: Sequence[Place]) -> tuple[Matrix, Matrix]:
    """Points around 0 at a mean distance of the square root of 2, and the matrix that brings them there."""
    import numpy as np

    places = np.asarray(points, np.float64)
    middle = places.mean(axis=0)
    scale = math.sqrt(2) / float(np.linalg.norm(places - middle, axis=1).mean())
    matrix = np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])
    return (places - middle) * scale, matrix
