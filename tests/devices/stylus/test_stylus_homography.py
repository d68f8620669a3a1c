"""Perspective: every pixel comes back, and points that fix nothing are refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from devices.stylus.homography import Degenerate, Homography, misfit

SIZE = (1080, 2400)
CORNERS = [(0.1, 0.08), (0.9, 0.08), (0.9, 0.92), (0.1, 0.92)]


def placed(x: float, y: float, turn: float, skew: tuple[float, ...]) -> list[tuple[float, float]]:
    """Where four taps lie in the machine: a turned screen of 65 mm, each tap a little off."""
    out = []
    for number, (across, down) in enumerate(CORNERS):
        along, up = across * 65 + skew[2 * number], -down * 144 + skew[2 * number + 1]
        cosine, sine = math.cos(turn), math.sin(turn)
        out.append((x + along * cosine - up * sine, y + along * sine + up * cosine))
    return out


@given(
    column=some.integers(0, SIZE[0] - 1),
    row=some.integers(0, SIZE[1] - 1),
    x=some.floats(-200, 0),
    y=some.floats(-200, 0),
    turn=some.floats(-3.2, 3.2),
    skew=some.tuples(*[some.floats(-3, 3)] * 8),
)
def test_every_pixel_comes_back_within_half_a_pixel(
    column: int, row: int, x: float, y: float, turn: float, skew: tuple[float, ...]
) -> None:
    way = Homography.between(CORNERS, placed(x, y, turn, skew))
    millimetres = way.map((column + 0.5) / SIZE[0], (row + 0.5) / SIZE[1])
    # As the G-code says it: whole micrometres.
    back = way.inverse.map(round(millimetres[0], 3), round(millimetres[1], 3))
    assert abs(back[0] * SIZE[0] - column - 0.5) < 0.5
    assert abs(back[1] * SIZE[1] - row - 0.5) < 0.5


@given(some.lists(some.tuples(some.floats(-100, 100), some.floats(-100, 100)), min_size=4, max_size=4))
def test_four_points_are_met_exactly_or_refused(here: list[tuple[float, float]]) -> None:
    try:
        way = Homography.between(CORNERS, here)
        met = [way.map(*corner) for corner in CORNERS]
    except Degenerate:
        return
    worst = max(math.dist(one, other) for one, other in zip(met, here, strict=True))
    assume(worst == worst)
    assert worst < 1e-3


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (1, 0), (2, 0), (3, 0)],
        [(0, 0), (1, 0), (2, 0), (1, 5)],
        [(0, 0), (10, 0.1), (20, 0), (10, 10)],
        [(0, 0), (0, 0), (1, 0), (1, 1)],
        [(1, 1)] * 4,
        [(0, 0), (1, 0), (1, 1)],
        [],
        [(0, 0), (1, 0), (1, 1), (0, math.nan)],
        [(0, 0), (1, 0), (1, 1), (0, math.inf)],
    ],
)
def test_points_that_fix_no_plane_are_refused(points: list[tuple[float, float]]) -> None:
    with pytest.raises(Degenerate):
        Homography.between(points, CORNERS[: len(points)])
    with pytest.raises(Degenerate):
        Homography.between(CORNERS[: len(points)], points)


def test_more_points_give_the_best_fit() -> None:
    true = Homography((600, 80, 200, -16, 1400, 300, 0.005, 0.09, 1))
    there = [(x / 4, y / 4) for x in range(5) for y in range(5)]
    here = [true.map(*place) for place in there]
    here[7] = here[7][0] + 1, here[7][1] - 1
    fit = Homography.between(there, here)
    assert max(math.dist(fit.map(*place), true.map(*place)) for place in there) < 1


def test_taps_that_are_no_rectangle_of_the_screens_shape_do_not_fit() -> None:
    pixels = [(x * SIZE[0], y * SIZE[1]) for x, y in CORNERS]
    good = placed(-100, -50, 0.3, (0,) * 8)
    assert misfit(pixels, good) < 0.1
    assert misfit(pixels, [(x, -y) for x, y in good]) < 0.1
    assert misfit(pixels, [*good[:3], (good[3][0] + 8, good[3][1])]) > 3
    assert misfit(pixels, [*good[:2], good[3], good[2]]) > 10, "two taps were swapped"
