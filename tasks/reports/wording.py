"""Figures as a person reads them. Knows no run, no page and no terminal."""

from __future__ import annotations

from tasks.reports.figures import Comparison, Method, Pairs, PairTest, Rate, Spread
from tasks.results import InstanceId

DASH = "–"


def percent(value: float | None) -> str:
    """A fraction as a percentage; a dash for none."""
    return DASH if value is None else f"{value:.1%}".replace("%", " %")


def interval(low: float, high: float) -> str:
    """Two fractions as a range of percentages."""
    return f"{low * 100:.1f} to {high * 100:.1f} %"


def points(low: float, high: float) -> str:
    """Two differences of fractions as a range of percentage points."""
    return f"{low * 100:+.1f} to {high * 100:+.1f}"


def counted(rate: Rate) -> str:
    """So many of so many."""
    return f"{rate.count} of {rate.of}"


def method(rate: Rate) -> str:
    """Where an interval comes from."""
    match rate.method:
        case Method.WILSON:
            return "Wilson"
        case Method.CLUSTERED:
            return "clustered by task"
        case Method.WILSON_TASKS:
            return "Wilson over tasks, which all came out alike"


def test(pairs: Pairs) -> str:
    """What a p comes from."""
    match pairs.test:
        case PairTest.MCNEMAR:
            return "exact McNemar"
        case PairTest.SIGN_FLIPS:
            return "sign flips of the differences per task"


def difference(pairs: Pairs) -> str:
    """A minus B in percentage points."""
    return DASH if pairs.difference is None else f"{pairs.difference * 100:+.1f}"


def counts(pairs: Pairs) -> str:
    """What the pairs came to."""
    return (
        f"{_many(pairs.pairs, 'pair')} of {_many(pairs.tasks, 'task')}: both passed {pairs.both}, only A (b) {pairs.only_a}, "
        f"only B (c) {pairs.only_b}, neither {pairs.neither}."
    )


def dropped(count: int) -> str:
    """Pairs that are left out."""
    verb = "is" if count == 1 else "are"
    return f"{_many(count, 'pair')} {verb} left out, because one side or both ended in an error."


def unmatched(comparison: Comparison) -> str:
    """Instances that only one side has."""
    return f"Only one side has a result: {comparison.unmatched_a} in A, {comparison.unmatched_b} in B."


def p_value(p: float) -> str:
    """A p with as many digits as it deserves."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def number(value: float) -> str:
    """At most two digits after the point, fewer for large numbers."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def middle(spread: Spread | None, unit: str = "") -> str:
    """Median and slow end, with a unit."""
    return DASH if spread is None else f"{number(spread.median)}{unit} (90 % within {number(spread.p90)}{unit})"


def instance(id: InstanceId) -> str:
    """Which instance, in words; what is usual is left out."""
    parts = [f"seed {id.seed}", id.locale if id.locale != "en-US" else "", id.fault, f"repeat {id.repeat}" if id.repeat else ""]
    return f"{id.task} ({', '.join(part for part in parts if part)})"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
