"""`python -m tasks.suites.miniwob RUN …`: by page, how often a run got the whole reward, and how often any."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from tasks.results import Result

REWARD = re.compile(r"the page gave the raw reward (-?[\d.]+(?:e-?\d+)?)")
RESULTS = "results.jsonl"
Counts = dict[str, tuple[int, int, int]]


def counted(run: Path) -> Counts:
    """Page -> episodes with a raw reward of 1, above 0, and all of them. Raises OSError, ValidationError."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for line in (run / RESULTS).read_text("utf-8").splitlines():
        result = Result.model_validate_json(line)
        said = REWARD.match(result.reason)
        found[result.id.task].append(float(said[1]) if said else 0.0)
    return {page: (sum(r >= 1 for r in each), sum(r > 0 for r in each), len(each)) for page, each in sorted(found.items())}


def main(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN…", help="Directories of runs of this suite.", show_default=False)],
) -> None:
    """Print a Markdown table: for each run, episodes with the whole raw reward, and with any above 0, of how many."""
    try:
        columns = [counted(run) for run in runs]
    except (OSError, ValidationError) as error:
        typer.echo(f"A run cannot be read ({str(error).splitlines()[0]}); name directories of `tasks run miniwob`.", err=True)
        raise typer.Exit(2) from error
    pages = sorted({page for column in columns for page in column})
    typer.echo(f"| page | {' | '.join(f'{run.name}: 1 | {run.name}: > 0' for run in runs)} |")
    typer.echo(f"|---|{'---|---|' * len(runs)}")
    for page in pages:
        typer.echo(f"| {page} | {' | '.join(_cells(column.get(page, (0, 0, 0))) for column in columns)} |")
    sums = [tuple(map(sum, zip(*column.values(), strict=True))) for column in columns]
    typer.echo(f"| all | {' | '.join(_cells(each) for each in sums)} |")


def _cells(counts: tuple[int, ...]) -> str:
    whole, some, of = counts
    return f"{whole} of {of} | {some} of {of}"


if __name__ == "__main__":
    typer.run(main)
