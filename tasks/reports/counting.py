"""Count what came of a run. Knows results and figures; does not know files or pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from agent.episode import Outcome
from tasks.reports.by import USUAL, By, groups, order
from tasks.reports.figures import (
    Group,
    Loss,
    Method,
    PassK,
    Rate,
    Seconds,
    Spread,
    Steps,
    Summary,
    Table,
    Tally,
)
from tasks.reports.reading import Reading
from tasks.results import Result, Verdict
from tasks.statistics import Cluster, bootstrap_interval, clustered_interval, pass_at_k, pass_hat_k, wilson

ENOUGH = 0.95
"""Below this coverage a run has no headline."""
MOST_TRIES = 10
"""pass@k is printed up to this k."""


def summarise(reading: Reading, by: Sequence[By] = ()) -> Summary:
    """All figures of a run; by: what to count by, what is usual if empty."""
    results = reading.results
    total = tally(results)
    withheld = _withheld(total, reading.missing)
    passed = [result for result in results if result.verdict is Verdict.SUCCESS]
    claims = [result for result in results if result.claimed and result.verdict is not Verdict.ERROR]
    return Summary(
        run=reading.run,
        directory=str(reading.directory),
        tally=total,
        missing=reading.missing,
        headline=None if withheld else total.strict,
        withheld=withheld,
        bootstrap=bootstrap_interval(_clusters(results, _passed)),
        false_done=share(claims, lambda result: result.false_done),
        missed_done=share(passed, lambda result: result.missed_done),
        pass_k=pass_k(results),
        outcomes=_outcomes(results),
        retried=sum(result.attempts > 1 for result in results),
        steps=_steps(results),
        seconds=_seconds(results),
        tables=tables(results, by),
        losses=tuple(_loss(result) for result in results if result.verdict is not Verdict.SUCCESS),
        notes=reading.notes,
    )


def tally(results: Sequence[Result]) -> Tally:
    """Count the three verdicts, with both denominators."""
    counts = Counter(result.verdict for result in results)
    checked = [result for result in results if result.verdict is not Verdict.ERROR]
    return Tally(
        tasks=len({result.id.task for result in results}),
        success=counts[Verdict.SUCCESS],
        failure=counts[Verdict.FAILURE],
        error=counts[Verdict.ERROR],
        strict=share(results, _passed),
        conditional=share(checked, _passed),
        coverage=len(checked) / len(results) if results else None,
    )


def share(results: Sequence[Result], holds: Callable[[Result], bool]) -> Rate:
    """The share for which something holds; where tasks were done several times, its interval keeps those of one together."""
    clusters = _clusters(results, holds)
    count, of = int(sum(found for found, _ in clusters)), len(results)
    found = clustered_interval(clusters)
    if len(clusters) < 2 or len(clusters) == of:
        low, high = wilson(count, of)
        method = Method.WILSON
    elif found is not None:
        low, high = found
        method = Method.CLUSTERED
    else:
        # Every task came out alike, so its repeats say nothing new: each task counts once.
        low, high = wilson(count * len(clusters) / of, len(clusters))
        method = Method.WILSON_TASKS
    rate = count / of if of else None
    return Rate(count=count, of=of, rate=rate, low=max(0.0, low), high=min(1.0, high), method=method)


def pass_k(results: Iterable[Result]) -> tuple[PassK, ...]:
    """pass@k and pass^k, averaged over tasks; the tries of a task are all its episodes in one locale and under one fault."""
    tries: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for result in results:
        tries[result.id.task, result.id.locale, result.id.fault].append(_passed(result))
    counted = [(len(passed), sum(passed)) for passed in tries.values()]
    found: list[PassK] = []
    for k in range(1, min(MOST_TRIES, max((trials for trials, _ in counted), default=0)) + 1):
        able = [(trials, successes) for trials, successes in counted if trials >= k]
        any_of = sum(pass_at_k(trials, successes, k) for trials, successes in able) / len(able)
        all_of = sum(pass_hat_k(trials, successes, k) for trials, successes in able) / len(able)
        found.append(PassK(k=k, any=min(1.0, any_of), every=min(1.0, all_of), tasks=len(able)))
    return tuple(found)


def tables(results: Sequence[Result], by: Sequence[By]) -> tuple[Table, ...]:
    """One table for each thing to count by; of the usual ones, only those with something to tell apart."""
    made = [_table(results, one) for one in (by or USUAL)]
    return tuple(table for table in made if by or len(table.groups) > 1)


def grouped(results: Iterable[Result], by: By) -> dict[str, list[Result]]:
    """Group -> its results, in the order in which groups are listed."""
    found: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        for name in groups(result, by):
            found[name].append(result)
    return {name: found[name] for name in order(by, set(found))}


def spread(values: Sequence[float]) -> Spread | None:
    """Median and ninetieth percentile; None of nothing."""
    import numpy as np

    if not values:
        return None
    return Spread(median=float(median(values)), p90=float(np.percentile(values, 90)), of=len(values))


def _table(results: Sequence[Result], by: By) -> Table:
    rows = tuple(Group(name=name, tally=tally(found)) for name, found in grouped(results, by).items())
    return Table(by=by, overlapping=any(len(groups(result, by)) > 1 for result in results), groups=rows)


def _passed(result: Result) -> bool:
    return result.verdict is Verdict.SUCCESS


def _clusters(results: Iterable[Result], holds: Callable[[Result], bool]) -> list[Cluster]:
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        found[result.id.task].append(holds(result))
    return [(float(sum(values)), len(values)) for values in found.values()]


def _withheld(total: Tally, missing: int) -> str:
    reasons = []
    if missing:
        reasons.append(f"{missing} of {missing + total.episodes} episodes have no result yet")
    if total.coverage is not None and total.coverage < ENOUGH:
        reasons.append(f"only {total.coverage:.1%} of the episodes could be checked, and {ENOUGH:.0%} are needed")
    return "; ".join(reasons)


def _outcomes(results: Iterable[Result]) -> dict[str, int]:
    counts = Counter(result.outcome.value if result.outcome else "not_begun" for result in results)
    return dict(counts.most_common())


def _steps(results: Iterable[Result]) -> Steps:
    checked = [result for result in results if result.verdict is not Verdict.ERROR]
    passed = [result for result in checked if result.verdict is Verdict.SUCCESS]
    failed = [result for result in checked if result.verdict is Verdict.FAILURE]
    return Steps(
        passed=spread([result.steps for result in passed]),
        failed=spread([result.steps for result in failed]),
        of_budget=spread([result.steps / result.budget for result in checked]),
        of_oracle=spread([result.steps / result.oracle_steps for result in passed if result.oracle_steps]),
        at_limit=sum(result.outcome is Outcome.STEP_LIMIT for result in failed),
    )


def _seconds(results: Iterable[Result]) -> Seconds:
    checked = [result for result in results if result.verdict is not Verdict.ERROR]
    stages: defaultdict[str, list[float]] = defaultdict(list)
    for result in checked:
        for stage, seconds in result.stages.items():
            if result.steps:
                stages[stage].append(seconds / result.steps)
    found = {stage: spread(values) for stage, values in stages.items()}
    return Seconds(
        episode=spread([result.seconds for result in checked]),
        stages={stage: value for stage, value in found.items() if value is not None},
    )


def _loss(result: Result) -> Loss:
    return Loss(
        id=result.id,
        instruction=result.instruction,
        verdict=result.verdict,
        outcome=result.outcome,
        claimed=result.claimed,
        reason=result.reason,
        steps=result.steps,
        episode=result.episode,
    )
