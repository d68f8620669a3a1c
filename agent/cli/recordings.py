"""`recordings`: are recordings what was recorded, and what do their lines look like."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import fail, interruptible, plain

if TYPE_CHECKING:
    from agent.recording.verifying import Report

Directories = Annotated[
    list[Path], typer.Argument(metavar="DIR…", help="Episodes, or folders with episodes anywhere below.", show_default=False)
]

recordings = typer.Typer(
    name="recordings",
    help="Check recorded episodes for alterations; their size; the schema of their lines.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@recordings.command()
def verify(directories: Directories, as_json: AsJson = False) -> None:
    """Read every byte of recordings and say what is not as it was recorded, and where.

    intact: as recorded, to the end. interrupted: as recorded, but the end is missing. damaged: a line, a frame or the seal
    was altered; it is named. Files that belong to nothing are named, too, and harm nothing.
    Exit code: 0 nothing altered or gone, 1 something is (a sealed recording whose end was cut off, too), 2 wrong usage.
    """
    reports: list[Report] = []
    try:
        with interruptible():
            from rich.console import Console
            from rich.progress import track

            from agent.recording.verifying import verify as verify_one

            found = _found(directories)
            for directory in track(found, "verifying", console=Console(stderr=True), transient=True, disable=len(found) < 10):
                reports.append(verify_one(directory))
                if not as_json:
                    _say(reports[-1])
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
    if as_json:
        counts = Counter(report.state.value for report in reports)
        sums = {state: counts[state] for state in ("intact", "interrupted", "damaged")}
        typer.echo(json.dumps({"recordings": [_plain(report) for report in reports], **sums}, ensure_ascii=False))
    raise typer.Exit(0 if all(report.good for report in reports) else 1)


@recordings.command()
def size(directories: Directories, as_json: AsJson = False) -> None:
    """Print how many bytes a step takes: its text, and its pictures, of which equal ones are kept once."""
    from dataclasses import asdict

    from agent.errors import BadEpisode
    from agent.recording.sizes import sizes

    try:
        sums = sizes(_found(directories))
    except BadEpisode as error:
        fail(str(error), 2)
    if as_json:
        typer.echo(json.dumps(asdict(sums)))
        return
    typer.echo(
        f"{sums.episodes} episodes, {sums.steps} steps: {sums.text_per_step:,.0f} bytes of text and "
        f"{sums.pictures_per_step:,.0f} bytes of pictures a step; {sums.frames} pictures of "
        f"{sums.pictures / max(sums.frames, 1):,.0f} bytes for {sums.shown} looks"
    )


@recordings.command()
def schema() -> None:
    """Print the JSON schema of a line of episode.jsonl, and of the seal under $defs/Seal."""
    from agent.recording.schema import schema_text

    typer.echo(schema_text(), nl=False)


def _found(directories: list[Path]) -> list[Path]:
    from agent.recording import find_episodes

    found: list[Path] = []
    for directory in directories:
        if not directory.is_dir():
            fail(f"{directory} is no directory: name an episode, or a folder with episodes.", 2)
        below = find_episodes(directory)
        if not below:
            fail(f"There is no recorded episode in {directory}.", 2)
        found += below
    return found


def _say(report: Report) -> None:
    parts = [f"{report.lines} lines", f"{report.frames} frames", *([report.missing] if report.missing else [])]
    if report.version == 1:
        parts.append("version 1: only pictures can be verified")
    typer.echo(plain(f"{report.state.value:<12} {report.directory}  {', '.join(parts)}"))
    for problem in report.problems:
        typer.echo(plain(f"  {problem.where} {problem.what}"))
    for name in report.extra:
        typer.echo(plain(f"  also here: {name}"))


def _plain(report: Report) -> dict[str, Any]:
    return {
        "directory": str(report.directory),
        "state": report.state.value,
        "version": report.version,
        "lines": report.lines,
        "frames": report.frames,
        "problems": [{"where": problem.where, "what": problem.what} for problem in report.problems],
        "missing": report.missing,
        "lost": report.lost,
        "extra": list(report.extra),
        "chain": report.chain,
        "outcome": report.outcome,
        "check": report.check,
    }
