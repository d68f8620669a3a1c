"""One row a result, as CSV that a spreadsheet may open. Knows the columns; does not know what is counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from tasks.reports.reading import Reading
from tasks.results import Result

STAGES = ("observe", "encode", "prefill", "decode", "parse", "act", "settle")
COLUMNS = (
    *("run", "suite", "version", "model", "task", "seed", "locale", "fault", "repeat"),
    *("verdict", "outcome", "claimed", "reason", "instruction", "answer"),
    *("steps", "budget", "oracle_steps", "attempts", "seconds", *(f"{stage}_seconds" for stage in STAGES)),
    *("apps", "tags", "episode", "finished"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""


def to_csv(runs: Iterable[Reading]) -> str:
    """All results of these runs, with a heading."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for reading in runs:
        rows.writerows(map(safe, _row(reading, result)) for result in reading.results)
    return text.getvalue()


def safe(cell: object) -> object:
    """The same cell; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _row(reading: Reading, result: Result) -> Iterable[object]:
    at = result.id
    yield from (
        str(reading.directory),
        at.suite,
        at.version,
        reading.run.model,
        at.task,
        at.seed,
        at.locale,
        at.fault,
        at.repeat,
    )
    yield from (result.verdict.value, result.outcome.value if result.outcome else "", "yes" if result.claimed else "no")
    yield from (result.reason, result.instruction, result.answer)
    yield from (result.steps, result.budget, result.oracle_steps, result.attempts, result.seconds)
    yield from (result.stages.get(stage, "") for stage in STAGES)
    yield from (" ".join(result.apps), " ".join(result.tags), result.episode, result.finished)
