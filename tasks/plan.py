"""Which episodes a run consists of, and in which order. Knows suites and ids; does not know what became of any."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tasks.results import InstanceId
from tasks.task import BadSuite, Suite


def instances(
    suite: Suite, *, seeds: Sequence[int], repeats: int = 1, only: Sequence[str] = (), order: int = 0
) -> tuple[InstanceId, ...]:
    """Every task under every fault on every seed, repeats times; raises BadSuite where a name in only is no task.

    Seeds come one after the other, so that a phone serves many episodes; within a seed the order is drawn, from order.
    """
    unknown = sorted(set(only) - set(suite.tasks))
    if unknown:
        raise BadSuite(f"The suite {suite.name} has no task {', '.join(unknown)}; it has {', '.join(suite.tasks)}.")
    return tuple(_all(suite, seeds, repeats, only or tuple(suite.tasks), random.Random(order)))


def _all(suite: Suite, seeds: Sequence[int], repeats: int, tasks: Sequence[str], draw: random.Random) -> Iterator[InstanceId]:
    for seed in seeds:
        here = [
            InstanceId(
                suite=suite.name,
                version=suite.version,
                task=task,
                seed=seed,
                locale=suite.locale,
                fault=fault,
                repeat=repeat,
            )
            for task in tasks
            for fault in suite.faults
            for repeat in range(repeats)
        ]
        draw.shuffle(here)
        yield from here
