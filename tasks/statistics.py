"""How sure a count is, and whether two counts differ. Knows numbers; does not know tasks.

Figures come from SciPy where it has them; it is imported by the functions that need it, because that takes a second.
docs/reports.md says what each number means; tests/tasks/test_statistics.py holds them against published examples.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Z95 = 1.959963984540054
"""Standard deviations on each side of the middle that hold 95 % of a normal distribution."""
CONFIDENCE = 0.95
EXACT_FLIPS = 16
"""Up to so many differences, all 2^n ways to flip their signs are counted; above, RESAMPLES of them are drawn."""
RESAMPLES = 9999
EPSILON = 1e-12
"""What is left of a zero by rounding."""

Interval = tuple[float, float]
Cluster = tuple[float, int]
"""What belongs together: the sum of its values, and how many they are."""


def wilson(successes: float, trials: int, *, z: float = Z95) -> Interval:
    """Interval of the true rate behind so many successes, as fractions 0..1; (0, 1) where nothing was tried.

    successes: need not be whole, where a trial stands for several tries that came out differently. Raises ValueError unless
    0 <= successes <= trials. Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), equation for p.
    """
    if not 0 <= successes <= trials * (1 + EPSILON):
        raise ValueError(f"{successes} of {trials} is no count")
    if trials == 0:
        return 0.0, 1.0
    rate, spread = min(1.0, successes / trials), z * z / trials
    centre = rate + spread / 2
    half = z * math.sqrt(rate * (1 - rate) / trials + spread / (4 * trials))
    # Rounding may leave a bound on the wrong side of a rate of 0 or 1.
    return min(rate, max(0.0, (centre - half) / (1 + spread))), max(rate, min(1.0, (centre + half) / (1 + spread)))


def pass_at_k(trials: int, successes: int, k: int) -> float:
    """Chance that at least one of k tries succeeds, unbiased, from so many successes in so many trials.

    Raises ValueError unless 0 <= successes <= trials and 1 <= k <= trials. Source: M. Chen et al., Evaluating Large Language
    Models Trained on Code, arXiv:2107.03374 (2021), equation 1.
    """
    _drawable(trials, successes, k)
    return 1.0 - math.comb(trials - successes, k) / math.comb(trials, k)


def pass_hat_k(trials: int, successes: int, k: int) -> float:
    """Chance that all of k tries succeed, unbiased: pass^k.

    Raises ValueError as pass_at_k. Source: S. Yao et al., tau-bench, arXiv:2406.12045 (2024), section 3.
    """
    _drawable(trials, successes, k)
    return math.comb(successes, k) / math.comb(trials, k)


def clustered_error(clusters: Sequence[Cluster]) -> float:
    """Standard error of the mean of all values, where those of one cluster belong together; at least two clusters.

    SE^2 = G/(G-1) * sum over clusters of (sum - n * mean)^2 / N^2. Source: A. C. Cameron and D. L. Miller, A practitioner's
    guide to cluster-robust inference, Journal of Human Resources 50 (2015), for a regression on a constant alone.
    """
    groups, size = len(clusters), sum(n for _, n in clusters)
    if groups < 2:
        raise ValueError("one cluster does not say how clusters differ")
    mean = sum(value for value, _ in clusters) / size
    return math.sqrt(groups / (groups - 1) * sum((value - n * mean) ** 2 for value, n in clusters)) / size


def clustered_interval(clusters: Sequence[Cluster]) -> Interval | None:
    """Mean plus and minus t(G-1) standard errors; None where it says nothing: one cluster, or no spread between clusters."""
    from scipy.stats import t

    if len(clusters) < 2 or (error := clustered_error(clusters)) < EPSILON:
        return None
    mean = sum(value for value, _ in clusters) / sum(n for _, n in clusters)
    half = float(t.ppf(0.5 + CONFIDENCE / 2, len(clusters) - 1)) * error
    return mean - half, mean + half


def bootstrap_interval(clusters: Sequence[Cluster], *, seed: int = 0) -> Interval | None:
    """The same interval by drawing clusters again and again (percentiles); None for a single cluster.

    A cross-check that assumes no distribution. Source: B. Efron, Bootstrap methods, Annals of Statistics 7 (1979).
    """
    import numpy as np
    from scipy.stats import bootstrap

    if len(clusters) < 2:
        return None
    sums, sizes = (np.array(column, dtype=float) for column in zip(*clusters, strict=True))

    def mean(sums: np.ndarray, sizes: np.ndarray, axis: int) -> np.ndarray:
        ratio: np.ndarray = sums.sum(axis=axis) / sizes.sum(axis=axis)
        return ratio

    found = bootstrap(
        (sums, sizes),
        mean,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=500,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p that neither is better, from the pairs in which just one of two succeeds.

    Source: Q. McNemar, Psychometrika 12 (1947); the exact conditional test of M. W. Fagerland et al., BMC Medical Research
    Methodology 13:91 (2013).
    """
    from scipy.stats import binomtest

    return float(binomtest(only_a, only_a + only_b, 0.5).pvalue) if only_a + only_b else 1.0


def sign_flips(differences: Sequence[float], *, seed: int = 0) -> float:
    """Two-sided p that the differences lie evenly around zero: how many flips of their signs give a mean as far from it.

    Exact up to EXACT_FLIPS differences. Source: R. A. Fisher, The Design of Experiments (1935), section 21.
    """
    import numpy as np
    from scipy.stats import permutation_test

    told = [value for value in differences if value]  # a zero keeps its place whatever its sign
    if len(told) < 2:
        return 1.0

    def total(sample: np.ndarray, axis: int) -> np.ndarray:
        added: np.ndarray = sample.sum(axis=axis)
        return added

    return float(
        permutation_test(
            (np.array(told, dtype=float),),
            total,
            permutation_type="samples",
            vectorized=True,
            n_resamples=np.inf if len(told) <= EXACT_FLIPS else RESAMPLES,
            batch=1000,
            rng=np.random.default_rng(seed),
        ).pvalue
    )


def paired_interval(only_a: float, only_b: float, pairs: int, *, z: float = Z95) -> Interval:
    """Interval of A's rate minus B's on the same pairs; it does not collapse where they never differ.

    only_a, only_b: need not be whole, as for wilson. Raises ValueError where the counts do not fit. Source: D. G. Bonett and
    R. M. Price, Adjusted Wald confidence interval for a difference of binomial proportions based on paired data, Journal of
    Educational and Behavioral Statistics 37 (2012).
    """
    if min(only_a, only_b) < 0 or only_a + only_b > pairs * (1 + EPSILON):
        raise ValueError(f"{only_a} and {only_b} of {pairs} pairs are no counts")
    a, b = (only_a + 1) / (pairs + 2), (only_b + 1) / (pairs + 2)
    half = z * math.sqrt((a + b - (a - b) ** 2) / (pairs + 2))
    return max(-1.0, a - b - half), min(1.0, a - b + half)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """The p-values of several comparisons, adjusted so that all of them together may be held against one level.

    Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, at in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = highest
    return tuple(adjusted)


def _drawable(trials: int, successes: int, k: int) -> None:
    if not (0 <= successes <= trials and 1 <= k <= trials):
        raise ValueError(f"{k} tries cannot be drawn from {successes} successes in {trials} trials")
