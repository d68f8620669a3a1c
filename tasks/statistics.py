"""How sure a count is. Knows numbers; does not know tasks."""

from __future__ import annotations

import math

Z95 = 1.959963984540054
"""Standard deviations on each side of the middle that hold 95 % of a normal distribution."""


def wilson(successes: int, trials: int, *, z: float = Z95) -> tuple[float, float]:
    """Interval of the true rate behind so many successes, as fractions 0..1; (0, 1) where nothing was tried.

    Raises ValueError unless 0 <= successes <= trials. Source: E. B. Wilson, Probable inference, the law of succession, and
    statistical inference, Journal of the American Statistical Association 22 (1927), equation for p.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no count")
    if trials == 0:
        return 0.0, 1.0
    rate, spread = successes / trials, z * z / trials
    centre = rate + spread / 2
    half = z * math.sqrt(rate * (1 - rate) / trials + spread / (4 * trials))
    return max(0.0, (centre - half) / (1 + spread)), min(1.0, (centre + half) / (1 + spread))
