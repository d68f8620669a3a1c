"""All commands, one file each. Nothing heavy is imported before a command that needs it runs."""

from __future__ import annotations

import typer

from tasks.cli.check import check
from tasks.cli.list import list_suites
from tasks.cli.replay import replay
from tasks.cli.report import report
from tasks.cli.run import run

app = typer.Typer(
    name="tasks",
    help="Suites of tasks: list them, check them, run them, do episodes again, and report what came of a run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(name="list")(list_suites)
for command in (check, run, replay, report):
    app.command()(command)


@app.callback()
def tasks() -> None:
    """Suites of tasks: list them, check them, run them, do episodes again, and report what came of a run."""
