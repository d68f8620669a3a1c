"""`report`: what came of a run, and of one run against another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.terminal import fail, interruptible
from tasks.reports.by import By

if TYPE_CHECKING:
    from tasks.reports.figures import Report
    from tasks.reports.reading import Reading

STANDARD_OUTPUT = Path("-")


def report(
    run: Annotated[Path, typer.Argument(help="Directory of the run.", show_default=False)],
    run_b: Annotated[
        Path | None,
        typer.Argument(metavar="[RUN_B]", help="Another run of the same suite: hold RUN against it.", show_default=False),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write one page, and a page for each episode in a folder next to it."),
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option("--junit", metavar="FILE", help="Write JUnit XML; failures and errors are kept apart; - prints it."),
    ] = None,
    as_json: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write all figures as one JSON object; - prints it instead of the report."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write one row a result, for spreadsheets; - prints it.")
    ] = None,
    by: Annotated[
        list[By] | None,
        typer.Option("--by", help="Count by this; may be given several times.  [default: all but task]", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Compare runs of different versions of a suite all the same.")] = False,
) -> None:
    """Say what came of a run: rates with their intervals, by app, length and fault, and what failed.

    Success, failure and error are three things. Both rates are printed: strict counts errors, conditional leaves them out.
    With two runs, each instance of one is held against the same instance of the other. docs/reports.md explains each number.
    """
    files = {"html": html, "junit": junit, "json": as_json, "csv": csv}
    if html == STANDARD_OUTPUT:
        fail("--html needs a file: the pages of the episodes lie next to it.", 2)
    if sum(path == STANDARD_OUTPUT for path in files.values()) > 1:
        fail("Only one of --junit, --json and --csv can be printed.", 2)
    try:
        with interruptible():
            from agent.errors import AgentError
            from tasks.reports.comparing import NotComparable
            from tasks.reports.making import make
            from tasks.reports.reading import read_run
            from tasks.results import BadRun

            try:
                runs = tuple(read_run(directory) for directory in (run, run_b) if directory is not None)
                made = make(runs[0], runs[1] if len(runs) > 1 else None, by or (), force=force)
                _write(made, runs, files)
            except (BadRun, NotComparable) as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _write(made: Report, runs: tuple[Reading, ...], files: dict[str, Path | None]) -> None:
    from rich.console import Console

    from tasks.reports.junit import to_junit
    from tasks.reports.making import write
    from tasks.reports.table import to_csv
    from tasks.reports.terminal import show

    texts: dict[str, Callable[[], str]] = {
        "junit": lambda: to_junit(runs),
        "json": lambda: made.model_dump_json(indent=1) + "\n",
        "csv": lambda: to_csv(runs),
    }
    if STANDARD_OUTPUT not in files.values():
        show(made, Console())
    for kind, text in texts.items():
        path = files[kind]
        if path == STANDARD_OUTPUT:
            typer.echo(text(), nl=False)
        elif path is not None:
            write(path, text())
    if files["html"] is not None:
        _write_html(made, runs, files["html"])


def _write_html(made: Report, runs: tuple[Reading, ...], path: Path) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from tasks.reports.page import write_page

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("pages of episodes", total=sum(len(reading.results) for reading in runs))
        write_page(made, runs, path, lambda: progress.advance(bar))
