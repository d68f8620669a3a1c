"""`episodes`: list, filter and search recorded episodes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import fail, interruptible, one_line, plain

if TYPE_CHECKING:
    from agent.catalogue import Found

WIDE = 2000
"""Columns for a table that no terminal wraps: each episode stays on one line."""
COLOURS = {"passed": "green", "failed": "red", "error": "yellow"}


def episodes(
    directories: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR…]", help="Folders with episodes anywhere below; recordings if absent.")
    ] = None,
    outcome: Annotated[
        list[str] | None, typer.Option("--outcome", help="finished, stuck, …, interrupted or broken; may be given again.")
    ] = None,
    check: Annotated[list[str] | None, typer.Option("--check", help="passed, failed, error or unknown.")] = None,
    app: Annotated[str, typer.Option("--app", help="An app that it was about or that was launched.")] = "",
    device: Annotated[str, typer.Option("--device", help="Part of the device's name or model.")] = "",
    model: Annotated[str, typer.Option("--model", help="Part of the model's name.")] = "",
    instruction: Annotated[str, typer.Option("--instruction", help="Part of the instruction.")] = "",
    search: Annotated[str, typer.Option("--search", help="Words that occur in instruction, thoughts or replies.")] = "",
    since: Annotated[str, typer.Option("--since", help="A date, a date and time, or how long ago: 12h, 7d.")] = "",
    where: Annotated[
        str, typer.Option("--where", help='A condition in SQL over the columns of --json, such as "steps > 5".')
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show so many, the newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List recorded episodes, the newest first: one row each.

    Exit code: 0 also where none is found, 2 wrong usage, 3 duckdb is missing.
    """
    folders = directories or [Path("recordings")]
    for folder in folders:
        if not folder.is_dir():
            fail(f"{folder} is no directory: name a folder with episodes.", 2)
    try:
        with interruptible():
            from rich.console import Console

            from agent.catalogue import Wanted, find, moment
            from agent.errors import BadQuery, MissingDependency

            try:
                wanted = Wanted(
                    outcome=tuple(outcome or ()),
                    check=tuple(check or ()),
                    app=app,
                    device=device,
                    model=model,
                    instruction=instruction,
                    search=search,
                    since=moment(since) if since else None,
                    where=where,
                )
                with Console(stderr=True).status("reading recordings"):
                    found = find(folders, wanted)
            except BadQuery as error:
                fail(str(error), 2)
            except MissingDependency as error:
                fail(str(error), 3)
            shown = found.rows[:limit]
            if as_json:
                rows = [_plain(row, found) for row in shown]
                typer.echo(json.dumps({"episodes": rows, "found": len(found.rows)}, ensure_ascii=False))
            else:
                _table(shown, found)
                if len(shown) < len(found.rows):
                    typer.echo(f"{len(found.rows) - len(shown)} more: raise --limit.", err=True)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _plain(row: dict[str, Any], found: Found) -> dict[str, Any]:
    """A row as JSON; started in UTC."""
    began = row["started"]
    whole = {**row, "started": None if began is None else began.isoformat(timespec="seconds") + "Z"}
    passages = found.passages.get(row["directory"])
    if passages:
        whole["passages"] = [{"step": step, "text": text} for step, text in passages]
    return whole


def _table(rows: tuple[dict[str, Any], ...], found: Found) -> None:
    from datetime import UTC

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        typer.echo("no episode")
        return
    table = Table("started", "instruction", "model", "device", "steps", "seconds", "outcome", "check", "directory", box=None)
    for column in table.columns[:1] + table.columns[4:8]:
        column.no_wrap = True
    table.columns[8].overflow = "fold"
    for row in rows:
        began = row["started"]
        table.add_row(
            "" if began is None else began.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M"),
            Text(one_line(row["instruction"][:200])),
            Text(one_line(row["model"])),
            Text(one_line(row["device"])),
            str(row["steps"]),
            "" if row["seconds"] is None else f"{row['seconds']:.1f}",
            Text(row["outcome"]),
            Text(row["check"], style=COLOURS.get(row["check"], "")),
            Text(plain(row["directory"])),
        )
        for step, text in found.passages.get(row["directory"], ())[:3]:
            table.add_row("", Text(f"{step}: {one_line(text)[:160]}", style="dim"))
    Console(width=None if Console().is_terminal else WIDE).print(table)
