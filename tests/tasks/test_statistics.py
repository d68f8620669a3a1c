"""Intervals of counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.statistics import Z95, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.49016, 0.94332), (50, 50, 0.92865, 1.0), (0, 10, 0.0, 0.27753), (180, 200, 0.85059, 0.93433), (0, 0, 0.0, 1.0)],
)
def test_known_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-5)


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_the_rate_and_mirrors(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials + 1e-9
    assert successes / trials - 1e-9 <= high <= 1
    for bound in (low, high):  # by its definition: there the rate lies just z standard deviations away
        assert (bound - successes / trials) ** 2 == pytest.approx(Z95**2 * bound * (1 - bound) / trials, abs=1e-9)
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_count_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no count"):
        wilson(successes, trials)
