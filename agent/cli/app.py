"""All commands, one file each. Nothing heavy is imported before a command that needs it runs."""

from __future__ import annotations

import typer

from agent.cli.ask import ask
from agent.cli.devices import devices
from agent.cli.doctor import doctor
from agent.cli.episodes import episodes
from agent.cli.export import export
from agent.cli.film import film
from agent.cli.macro import macro
from agent.cli.mcp import mcp
from agent.cli.merge import merge
from agent.cli.parse import parse
from agent.cli.record import record
from agent.cli.recordings import recordings
from agent.cli.replay import replay
from agent.cli.run import run
from agent.cli.train import train

app = typer.Typer(
    name="fingertip",
    help="A local vision-language model looks at a screen, decides one action, does it, and looks again.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (run, record, ask, replay, film, macro, episodes, export, parse, devices, mcp, doctor, train, merge):
    app.command()(command)
app.add_typer(recordings)
