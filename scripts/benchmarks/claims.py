"""From which confidence on the claims of a model are true: what `sure` in a checkpoint's `fingertip.json` is chosen by.

Reads what `python -m tasks run` recorded. Choose in worlds that no score is taken from (below 9000), and by several suites.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.episode import Decided
from agent.recording import read_episode
from scripts.benchmarks.report import CannotMeasure, Report, rows
from tasks.reports.reading import episode_directory, read_run
from tasks.results import Verdict

ABOUT = "which claims of recorded runs are kept, and how many of them are false, for each confidence that might be asked for"
STEPS = (0.0, 0.9, 0.94, 0.95, 0.96, 0.965, 0.97, 0.975, 0.98, 0.985, 0.99, 0.995)
"""The values of `sure` in the table."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The end of an episode that its model took for done. confidence: in the step that it was least sure of."""

    confidence: float
    true: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Claims of at least this confidence. true, false: how many of these. withheld: how many true ones are not among them."""

    sure: float
    true: int
    false: int
    withheld: int

    @property
    def share(self) -> float:
        """Of false ones among those that are left."""
        return self.false / max(1, self.true + self.false)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="what `tasks run --out RUN` left behind")


def measure(options: argparse.Namespace) -> Report:
    """Count them."""
    found = [claim for run in options.runs for claim in claims(run)]
    if not found:
        raise CannotMeasure("Nothing was claimed in these runs with a confidence that is known; take runs of a local model.")
    table = [keep(found, sure) for sure in STEPS]
    lines = [("sure", "claims   false       share   true ones withheld")]
    lines += [(f"{one.sure:g}", f"{one.true + one.false:6} {one.false:7} {one.share:10.1%} {one.withheld:20}") for one in table]
    return Report(rows(lines), {"claims": [(one.confidence, one.true) for one in found]})


def claims(run: Path) -> Iterator[Claim]:
    """Those of a run, made or handed to the user; raises BadRun, BadEpisode."""
    reading = read_run(run)
    for result in reading.results:
        directory = episode_directory(reading.directory, result)
        if directory is None or result.verdict is Verdict.ERROR:
            continue
        episode = read_episode(directory)
        sure = [step.reply.confidence for step in episode.steps if isinstance(step.reply, Decided)]
        known = [one for one in sure if one is not None]
        if episode.said_done and len(known) == len(sure):
            yield Claim(min(known), result.verdict is Verdict.SUCCESS)


def keep(found: Sequence[Claim], sure: float) -> Kept:
    """What is left where this confidence is asked for."""
    left = [claim for claim in found if claim.confidence >= sure]
    true = sum(claim.true for claim in left)
    return Kept(sure, true, len(left) - true, sum(claim.true for claim in found) - true)
