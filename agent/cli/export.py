"""`export`: a data set for training, built from recordings."""

from __future__ import annotations

import json
import shlex
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import fail, interruptible, plain

if TYPE_CHECKING:
    from agent.training.export import Made, Wish


class RowFormat(StrEnum):
    """The formats of agent.training.export."""

    MESSAGES = "messages"
    SFT = "sft"
    MS_SWIFT = "ms-swift"
    LLAMA_FACTORY = "llama-factory"
    TRL = "trl"
    LEROBOT = "lerobot"


class Which(StrEnum):
    """Which episodes to take."""

    PASSED = "passed"
    SHOWN = "shown"
    ALL = "all"


def export(
    episodes: Annotated[
        list[Path] | None,
        typer.Argument(metavar="EPISODES…", help="Episodes, or folders with episodes anywhere below.", show_default=False),
    ] = None,
    row_format: Annotated[
        RowFormat,
        typer.Option(
            "--format",
            help="messages: for `train`. sft: query, response, history, images. lerobot: LeRobotDataset v3.0. The others: for "
            "those trainers.",
        ),
    ] = RowFormat.MESSAGES,
    out: Annotated[
        Path | None, typer.Option("--out", help="Directory of the data set, new or empty.", show_default=False)
    ] = None,
    dialect: Annotated[str, typer.Option("--dialect", help="The prompt and the replies are in this dialect.")] = "qwen2_vl",
    brief: Annotated[
        bool,
        typer.Option(
            "--brief/--full", help="The prompt without or with the description of the actions; Pocket knows the brief one."
        ),
    ] = False,
    validation: Annotated[
        float, typer.Option("--validation", min=0.0, max=0.9, help="Share of the episodes that is held out; 0 for none.")
    ] = 0.1,
    only: Annotated[
        Which, typer.Option("--only", help="Episodes whose check passed; also what a person showed; or all.")
    ] = Which.PASSED,
    max_pixels: Annotated[
        int | None, typer.Option("--max-pixels", min=784, help="Shrink pictures with more pixels; as they are if absent.")
    ] = None,
    grounding: Annotated[bool, typer.Option("--grounding", help="ms-swift: mark the places that are touched.")] = False,
    reserved: Annotated[
        bool,
        typer.Option("--reserved", help="Take worlds 9000 to 9999, too, which scores are measured in: never train on them."),
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of a row of --format, and do nothing else.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build a data set for training from recorded episodes: one row a step, pictures beside them, a card.

    Episodes are held out whole. What cannot be said truly is left out, and the card says why.
    Exit code: 0 made, 2 wrong usage or nothing to make it of, 3 it cannot be written.
    """
    try:
        with interruptible():
            from agent.errors import BadDataSet, BadEpisode, ExportFailed, UnknownDialect
            from agent.training.export import Format, Only, Wish
            from agent.training.export.formats import schema_text

            if schema:
                typer.echo(schema_text(Format(row_format)), nl=False)
                return
            if not episodes or out is None:
                fail("Name the episodes, and the directory of the data set with --out.", 2)
            wish = Wish(
                folders=tuple(episodes),
                target=out,
                format=Format(row_format),
                dialect=dialect,
                only=Only(only),
                validation=validation,
                brief=brief,
                grounding=grounding,
                max_pixels=max_pixels,
                reserved=reserved,
            )
            try:
                made = _make(wish)
            except (BadDataSet, BadEpisode, UnknownDialect) as error:
                fail(str(error), 2)
            except ExportFailed as error:
                fail(str(error), 3)
            _say(made, as_json)
    except KeyboardInterrupt:
        fail("Stopped by the user; nothing was written.", 130)


def _make(wish: Wish) -> Made:
    from dataclasses import replace

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from agent.training.export import write_data_set

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        return write_data_set(
            replace(wish, command=_command(wish)),
            lambda what, done, of: bar.update(task, description=what, completed=done, total=of),
        )


def _command(wish: Wish) -> str:
    """All that was asked for, defaults included, as one line for a shell."""
    words = ["python", "-m", "agent", "export", *map(str, wish.folders), "--format", wish.format, "--out", str(wish.target)]
    words += ["--dialect", wish.dialect, "--brief" if wish.brief else "--full", "--validation", f"{wish.validation:g}"]
    words += ["--only", wish.only, *(["--max-pixels", str(wish.max_pixels)] if wish.max_pixels else [])]
    words += [*(["--grounding"] if wish.grounding else []), *(["--reserved"] if wish.reserved else [])]
    return plain(shlex.join(words))


def _say(made: Made, as_json: bool) -> None:
    tally = made.tally
    if as_json:
        body = {
            "out": str(made.target),
            "rows": dict(tally.rows),
            "episodes": dict(tally.episodes),
            "pictures": made.pictures,
            "episodes_left_out": dict(tally.episodes_left_out),
            "steps_left_out": dict(tally.steps_left_out),
        }
        typer.echo(json.dumps(body, ensure_ascii=False))
        return
    splits = ", ".join(f"{tally.rows[name]} rows of {tally.episodes[name]} episodes for {name}" for name in tally.rows)
    typer.echo(plain(f"{made.target}: {splits}; {made.pictures} pictures"))
    for what, counts in (("episodes", tally.episodes_left_out), ("steps", tally.steps_left_out)):
        for reason, count in sorted(counts.items()):
            typer.echo(f"left out: {count} {what if count != 1 else what[:-1]}, because {reason}")
