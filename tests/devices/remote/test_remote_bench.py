"""What `scripts/bench remote` counts is what it says."""

from __future__ import annotations

from collections import Counter

from scripts.benchmarks.cutting import Stage, spread_cuts
from scripts.benchmarks.remote import Pace, Tally


def test_lost_doubled_and_mixed_actions_are_told_apart() -> None:
    wanted = ["a", "b", "c", "d"]
    good = Tally.of(wanted, ["a", "b", "c", "d"], 2, 1.5)
    assert (good.good, good.text) == (True, "4 done, 0 lost, 0 doubled, in order; 2 cuts, 1.5 s")
    bad = Tally.of(wanted, ["a", "b", "b", "d"], 2, 1.5)
    assert (bad.good, bad.text) == (False, "4 done, 1 lost, 1 doubled, NOT in order; 2 cuts, 1.5 s")
    mixed = Tally.of(wanted, ["b", "a", "c", "d"], 0, 1.0)
    assert (mixed.good, mixed.lost, mixed.doubled) == (False, 0, 0)


def test_cuts_are_spread_over_all_stages() -> None:
    cuts = spread_cuts(1000, 50, seed=3)
    assert Counter(cuts.values()) == dict.fromkeys(Stage, 10)
    assert cuts == spread_cuts(1000, 50, seed=3)
    assert cuts != spread_cuts(1000, 50, seed=4)
    assert all(0 <= number < 1000 for number in cuts)


def test_a_pace_says_the_rate_where_it_is_one() -> None:
    assert Pace((0.01, 0.03), rate=True).text == "50 a second, 20.0 ms (median of 2; 10.0 to 30.0)"
    assert Pace((0.01,)).text.startswith("10.0 ms")
