"""Hold two runs against each other, instance by instance. Knows results and figures; does not know files or pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from agent.errors import AgentError
from tasks.reports.by import USUAL, By, groups, order
from tasks.reports.figures import Change, Comparison, PairGroup, Pairs, PairTable, PairTest
from tasks.reports.reading import Reading
from tasks.results import Result, Run, Verdict
from tasks.statistics import clustered_interval, holm, mcnemar, paired_interval, sign_flips

Key = tuple[str, int, str, str, int]
Pair = tuple[Result, Result]


class NotComparable(AgentError):
    """Two runs did not ask for the same things."""


def compare(a: Reading, b: Reading, by: Sequence[By] = (), *, force: bool = False) -> Comparison:
    """A against B on the instances that both have.

    Raises NotComparable where suite, version or digest differ and it is not forced, or where they share nothing.
    """
    differences = _differences(a.run, b.run)
    if differences and not force:
        raise NotComparable(
            f"These runs did not ask for the same things ({'; '.join(differences)}): run one of them again, or compare them "
            "all the same with --force."
        )
    left, right = _keyed(a.results), _keyed(b.results)
    shared = [(left[key], right[key]) for key in left if key in right]
    if not shared:
        raise NotComparable("These runs have no instance in common: run both with the same seeds.")
    pairs = [pair for pair in shared if all(result.verdict is not Verdict.ERROR for result in pair)]
    return Comparison(
        all=_count(pairs),
        dropped=len(shared) - len(pairs),
        unmatched_a=len(left) - len(shared),
        unmatched_b=len(right) - len(shared),
        tables=_tables(pairs, by),
        changes=tuple(_change(pair) for pair in pairs if _difference(pair)),
        notes=tuple(f"Compared all the same, although {difference}." for difference in differences),
    )


def _differences(a: Run, b: Run) -> list[str]:
    if a.suite != b.suite:
        return [f"one is of the suite {a.suite}, the other of {b.suite}"]
    if a.version != b.version:
        return [f"one is of version {a.version} of {a.suite}, the other of version {b.version}"]
    if a.digest != b.digest:
        return [f"the code of {a.suite} has changed between them, from {a.digest[:12]} to {b.digest[:12]}"]
    return []


def _keyed(results: Iterable[Result]) -> dict[Key, Result]:
    return {(one.id.task, one.id.seed, one.id.locale, one.id.fault, one.id.repeat): one for one in results}


def _difference(pair: Pair) -> int:
    a, b = (result.verdict is Verdict.SUCCESS for result in pair)
    return a - b


def _count(pairs: Sequence[Pair]) -> Pairs:
    tasks: defaultdict[str, list[int]] = defaultdict(list)
    for pair in pairs:
        tasks[pair[0].id.task].append(_difference(pair))
    only_a = sum(_difference(pair) > 0 for pair in pairs)
    only_b = sum(_difference(pair) < 0 for pair in pairs)
    both = sum(all(result.verdict is Verdict.SUCCESS for result in pair) for pair in pairs)
    repeated = 1 < len(tasks) < len(pairs)
    clusters = [(float(sum(found)), len(found)) for found in tasks.values()]
    if repeated:
        p = sign_flips([total / size for total, size in clusters])
        # Tasks that all differ alike have no spread: then each counts as one pair.
        share = len(tasks) / len(pairs)
        low, high = clustered_interval(clusters) or paired_interval(only_a * share, only_b * share, len(tasks))
    else:
        p = mcnemar(only_a, only_b)
        low, high = paired_interval(only_a, only_b, len(pairs))
    return Pairs(
        pairs=len(pairs),
        tasks=len(tasks),
        both=both,
        only_a=only_a,
        only_b=only_b,
        neither=len(pairs) - both - only_a - only_b,
        difference=(only_a - only_b) / len(pairs) if pairs else None,
        low=max(-1.0, low),
        high=min(1.0, high),
        test=PairTest.SIGN_FLIPS if repeated else PairTest.MCNEMAR,
        p=min(1.0, p),
        adjusted=min(1.0, p),
    )


def _tables(pairs: Sequence[Pair], by: Sequence[By]) -> tuple[PairTable, ...]:
    made = []
    for one in by or USUAL:
        rows: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            for name in groups(pair[0], one):
                rows[name].append(pair)
        counted = {name: _count(rows[name]) for name in order(one, set(rows))}
        adjusted = holm([row.p for row in counted.values()])
        found = tuple(
            PairGroup(name=name, pairs=row.model_copy(update={"adjusted": p}))
            for (name, row), p in zip(counted.items(), adjusted, strict=True)
        )
        if by or len(found) > 1:
            made.append(PairTable(by=one, groups=found))
    return tuple(made)


def _change(pair: Pair) -> Change:
    better, worse = pair if _difference(pair) > 0 else pair[::-1]
    return Change(id=better.id, instruction=better.instruction, better="A" if better is pair[0] else "B", reason=worse.reason)
