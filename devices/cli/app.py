"""All commands, one file each. Nothing heavy is imported before a command that needs it runs."""

from __future__ import annotations

import typer

from devices.cli.check import check
from devices.cli.serve import serve

app = typer.Typer(
    name="devices",
    help="Screens that can be looked at and touched: put one to the test, lend one to another machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (check, serve):
    app.command()(command)
