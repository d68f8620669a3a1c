"""Figures against published worked examples (named at each), against statsmodels, and against what must always hold."""

from __future__ import annotations

import gc
import math
from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from tasks.statistics import (
    Z95,
    bootstrap_interval,
    clustered_error,
    clustered_interval,
    holm,
    mcnemar,
    paired_interval,
    pass_at_k,
    pass_hat_k,
    sign_flips,
    wilson,
)

CLUSTERS = st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=2, max_size=20)
# S. L. Lohr, Sampling: Design and Analysis, chapter 5: grade averages of all students in 5 of 100 dormitory suites.
LOHR = (
    (3.08, 2.60, 3.44, 3.04),
    (2.36, 3.04, 3.28, 2.68),
    (2.00, 2.56, 2.52, 1.88),
    (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
)
# R. A. Fisher, The Design of Experiments, section 17: Darwin's Zea mays, crossed minus self-fertilised, eighths of an inch.
DARWIN = (49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)


def clusters(values: object) -> list[tuple[float, int]]:
    return [(float(sum(cluster)), len(cluster)) for cluster in values]  # type: ignore[attr-defined]


# Wilson's interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.49016, 0.94332), (50, 50, 0.92865, 1.0), (0, 10, 0.0, 0.27753), (180, 200, 0.85059, 0.93433), (0, 0, 0.0, 1.0)],
)
def test_known_intervals(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=1e-5)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_newcombe(successes: int, trials: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_the_rate_and_mirrors(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    for bound in (low, high):  # by its definition: there the rate lies just z standard deviations away
        assert (bound - successes / trials) ** 2 == pytest.approx(Z95**2 * bound * (1 - bound) / trials, abs=1e-9)
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)
    assert (low, high) == pytest.approx(proportion_confint(successes, trials, method="wilson"), abs=1e-9)


@given(st.integers(1, 1000), st.data())
def test_one_more_success_moves_both_bounds_up(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials - 1))
    assert all(low < high for low, high in zip(wilson(successes, trials), wilson(successes + 1, trials), strict=True))


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (0, -1)])
def test_what_is_no_count_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no count"):
        wilson(successes, trials)


# pass@k and pass^k


def test_the_example_of_human_eval() -> None:
    """README of the HumanEval harness: its six example samples, three of them right, give pass@1 = 0.4999999999999999."""
    assert pass_at_k(6, 3, 1) == pytest.approx(0.4999999999999999)


@given(st.integers(1, 200), st.data())
def test_pass_at_k_is_the_product_form_of_chen(trials: int, data: st.DataObject) -> None:
    """M. Chen et al., arXiv:2107.03374, figure 3: the numerically stable program that the paper prints."""
    successes, k = data.draw(st.integers(0, trials)), data.draw(st.integers(1, trials))
    left = trials - successes
    printed = 1.0 if left < k else 1.0 - float(np.prod(1.0 - k / np.arange(left + 1, trials + 1)))
    assert pass_at_k(trials, successes, k) == pytest.approx(printed, abs=1e-9)


@pytest.mark.parametrize("trials", range(1, 6))
def test_both_are_the_shares_of_all_draws(trials: int) -> None:
    """By their definition: draw k of n without putting back, and count the draws with any and with only successes."""
    from itertools import combinations

    for successes, k in product(range(trials + 1), range(1, trials + 1)):
        draws = list(combinations([True] * successes + [False] * (trials - successes), k))
        assert pass_at_k(trials, successes, k) == pytest.approx(sum(map(any, draws)) / len(draws))
        assert pass_hat_k(trials, successes, k) == pytest.approx(sum(map(all, draws)) / len(draws))


@given(st.integers(1, 100), st.data())
def test_more_tries_help_one_and_hurt_the_other(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    any_of = [pass_at_k(trials, successes, k) for k in range(1, trials + 1)]
    all_of = [pass_hat_k(trials, successes, k) for k in range(1, trials + 1)]
    assert any_of[0] == pytest.approx(successes / trials)
    assert all_of[0] == pytest.approx(successes / trials)
    assert any_of == sorted(any_of)
    assert all_of == sorted(all_of, reverse=True)
    assert all(0 <= value <= 1 for value in any_of + all_of)


@pytest.mark.parametrize(("trials", "successes", "k"), [(5, 2, 6), (5, 2, 0), (5, 6, 1), (5, -1, 1)])
def test_more_than_was_tried_cannot_be_drawn(trials: int, successes: int, k: int) -> None:
    for figure in (pass_at_k, pass_hat_k):
        with pytest.raises(ValueError, match="cannot be drawn"):
            figure(trials, successes, k)


# Values that belong together


def test_the_suites_of_lohr() -> None:
    """Mean 2.826, standard error 0.164 after the book's correction for a finite population, which has no place here."""
    totals = clusters(LOHR)
    assert sum(total for total, _ in totals) / 20 == pytest.approx(2.826, abs=5e-4)
    assert clustered_error(totals) * math.sqrt(1 - 5 / 100) == pytest.approx(0.164, abs=5e-4)


@given(CLUSTERS)
@settings(max_examples=40)
def test_the_error_is_that_of_statsmodels(outcomes: list[list[bool]]) -> None:
    flat = [float(value) for cluster in outcomes for value in cluster]
    groups = [number for number, cluster in enumerate(outcomes) for _ in cluster]
    if len(flat) == len(outcomes) or len(set(flat)) == 1:
        return  # its correction needs more values than clusters
    fitted = sm.OLS(flat, np.ones(len(flat))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(groups), "use_correction": False}, use_t=True
    )
    size = len(outcomes)  # its own correction multiplies by (N-1)/(N-k) as well, which is not in the formula
    assert clustered_error(clusters(outcomes)) == pytest.approx(float(fitted.bse[0]) * math.sqrt(size / (size - 1)), abs=1e-9)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30))
def test_equal_clusters_give_the_spread_of_their_means(successes: list[int]) -> None:
    means = np.array(successes) / 5
    expected = means.std(ddof=1) / math.sqrt(len(means))
    assert clustered_error([(float(count), 5) for count in successes]) == pytest.approx(expected, abs=1e-12)


@given(CLUSTERS)
@settings(max_examples=40)
def test_a_clustered_interval_holds_the_mean(outcomes: list[list[bool]]) -> None:
    found = clustered_interval(clusters(outcomes))
    flat = [value for cluster in outcomes for value in cluster]
    if found is not None:
        assert found[0] < sum(flat) / len(flat) < found[1]
    if len(set(flat)) == 1:
        assert found is None


def test_what_says_nothing_gives_no_interval() -> None:
    assert clustered_interval([(3.0, 5)]) is None
    assert clustered_interval([(1.0, 2), (1.0, 2), (2.0, 4)]) is None
    assert bootstrap_interval([(3.0, 5)]) is None
    with pytest.raises(ValueError, match="one cluster"):
        clustered_error([(3.0, 5)])


def test_the_bootstrap_agrees_and_is_the_same_every_time() -> None:
    drawn = np.random.default_rng(5)
    many = [(float(drawn.binomial(4, share)), 4) for share in drawn.beta(2, 1, size=200)]
    found, again, other = (bootstrap_interval(many, seed=seed) for seed in (1, 1, 2))
    assert found == again != other
    assert found == pytest.approx(clustered_interval(many), abs=0.01)


# A against B


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [
        (1, 7, 0.0703),  # M. W. Fagerland et al., BMC Medical Research Methodology 13:91 (2013), tables 1 and 2
        (12, 2, 0.0129),  # P. Armitage and G. Berry, Statistical Methods in Medical Research (1994), p. 127: sputum media
        (0, 0, 1.0),
        (3, 3, 1.0),
        (6, 0, 0.03125),
    ],
)
def test_published_pairs(only_a: int, only_b: int, p: float) -> None:
    assert mcnemar(only_a, only_b) == pytest.approx(p, abs=5e-5)
    assert mcnemar(only_b, only_a) == mcnemar(only_a, only_b)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_that_of_statsmodels(only_a: int, only_b: int) -> None:
    expected = reference_mcnemar([[5, only_a], [only_b, 5]], exact=True).pvalue if only_a + only_b else 1.0
    assert mcnemar(only_a, only_b) == pytest.approx(float(expected), abs=1e-9)


def test_the_flips_of_fisher() -> None:
    """R. A. Fisher, section 21: of 32768 ways, 863 give a total as high as Darwin's 314, and as many one as low."""
    assert sum(DARWIN) == 314
    assert sign_flips(DARWIN) == pytest.approx(2 * 863 / 32768, abs=1e-12)


@given(st.integers(0, 8), st.integers(0, 8))
@settings(max_examples=30)
def test_flips_of_single_pairs_are_mcnemar(only_a: int, only_b: int) -> None:
    differences = [1.0] * only_a + [-1.0] * only_b + [0.0] * 3
    assert sign_flips(differences) == pytest.approx(mcnemar(only_a, only_b), abs=1e-9)


def test_drawn_flips_come_close_to_all_of_them_and_repeat() -> None:
    differences = [*DARWIN, *DARWIN[:5]]
    signs = np.array(list(product((1, -1), repeat=len(differences) // 2)), dtype=float)
    halves = [signs @ np.abs(np.array(part, dtype=float)) for part in (differences[:10], differences[10:])]
    everything = np.abs(halves[0][:, None] + halves[1][None, :])
    exact = float((everything >= abs(sum(differences)) - 1e-9).mean())
    assert sign_flips(differences, seed=3) == sign_flips(differences, seed=3) == pytest.approx(exact, abs=0.01)


def test_the_pairs_of_bonett_and_price() -> None:
    """statpsych's ci.prop.ps(.05, 12, 4, 26, 6) for Bonett and Price (2012): 0.2548067 to 0.6251933."""
    assert paired_interval(26, 4, 48) == pytest.approx((0.2548067, 0.6251933), abs=5e-8)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_difference_lies_in_its_interval_and_mirrors(only_a: int, only_b: int, ties: int) -> None:
    pairs = only_a + only_b + ties
    low, high = paired_interval(only_a, only_b, pairs)
    assert -1 <= low < high <= 1
    if pairs:
        assert low <= (only_a - only_b) / pairs <= high
    assert paired_interval(only_b, only_a, pairs) == pytest.approx((-high, -low))


def test_pairs_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="no counts"):
        paired_interval(3, 3, 5)


@pytest.mark.parametrize(
    ("values", "adjusted"),
    [
        ((0.01, 0.04, 0.03, 0.005), (0.03, 0.06, 0.06, 0.02)),  # rejects the 1st and 4th at 0.05, as in Wikipedia's example
        ((0.319, 0.201, 0.4, 0.374, 0.113), (0.957, 0.804, 0.957, 0.957, 0.565)),  # documentation of stdlib's padjust
        ((), ()),
        ((0.7,), (0.7,)),
    ],
)
def test_published_adjustments(values: tuple[float, ...], adjusted: tuple[float, ...]) -> None:
    assert holm(values) == pytest.approx(adjusted, abs=5e-4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@settings(max_examples=15)
def test_holm_is_that_of_statsmodels_and_keeps_the_order(values: list[float]) -> None:
    found = holm(values)
    gc.freeze()  # statsmodels collects garbage each time, which takes a second where a whole suite of tests has been imported
    theirs = multipletests(values, method="holm")[1]
    gc.unfreeze()
    assert found == pytest.approx(tuple(theirs), abs=1e-9)
    assert all(before - 1e-12 <= after <= 1 for before, after in zip(values, found, strict=True))
    order = sorted(range(len(values)), key=values.__getitem__)
    assert [found[at] for at in order] == sorted(found)
