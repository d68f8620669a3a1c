"""`replay`: look at a recorded episode, or let a model decide again on its frames."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import (
    AsJson,
    AttentionKind,
    AttentionOption,
    Dtype,
    DtypeOption,
    MaxPixels,
    MinPixels,
    ModelName,
    Verbose,
)
from agent.cli.terminal import fail, interruptible, log_to_stderr, one_line

if TYPE_CHECKING:
    from agent.models.registry import ModelOptions
    from agent.replay import Redecided


class Mode(StrEnum):
    """What to do with a recorded episode."""

    VIEW = "view"
    REDECIDE = "redecide"
    STRICT = "strict"
    LENIENT = "lenient"


def replay(
    episode: Annotated[Path, typer.Argument(help="Directory of the episode.", show_default=False)],
    mode: Annotated[Mode, typer.Option("--mode", help="view: one HTML page. redecide: ask a model again.")] = Mode.VIEW,
    output: Annotated[Path | None, typer.Option("--output", help="view: where to write the page.")] = None,
    model: ModelName = "pocket",
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Look at a recorded episode again."""
    if mode in (Mode.STRICT, Mode.LENIENT):
        fail(f"--mode {mode} comes in a later release; there are view and redecide.", 2)
    try:
        with interruptible():
            from agent.errors import AgentError, BadEpisode
            from agent.models.registry import ModelOptions

            log_to_stderr(verbose)
            try:
                if mode is Mode.VIEW:
                    _view(episode, output, as_json)
                else:
                    options = ModelOptions(
                        dtype=dtype.value, attention=attention.value, min_pixels=min_pixels, max_pixels=max_pixels
                    )
                    _redecide(episode, model, options, as_json)
            except BadEpisode as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _view(episode: Path, output: Path | None, as_json: bool) -> None:
    from agent.view import write_view

    page = write_view(episode, output)
    typer.echo(json.dumps({"page": str(page)}, ensure_ascii=False) if as_json else str(page))


def _redecide(episode: Path, name: str, options: ModelOptions, as_json: bool) -> None:
    from rich.console import Console

    from agent.models.registry import open_model
    from agent.recording import read_episode
    from agent.replay import count, redecide

    recorded = read_episode(episode)
    console = Console(stderr=True)
    steps: list[Redecided] = []
    with console.status("loading the model") as status, open_model(name, options) as model:
        for step in redecide(episode, model):
            steps.append(step)
            status.update(f"step {step.step} of {len(recorded.steps)}")
    counts = count(steps)
    if as_json:
        typer.echo(json.dumps({"steps": [_plain(step) for step in steps], "counts": counts}, ensure_ascii=False))
    else:
        _table(steps)
        typer.echo(", ".join(f"{number} {name}" for name, number in counts.items() if number) or "no step had a reply")


def _plain(step: Redecided) -> dict[str, object]:
    return {
        "step": step.step,
        "agreement": step.agreement.value,
        "distance": step.distance,
        "before": step.before.model_dump(mode="json") if step.before else None,
        "now": step.now.model_dump(mode="json") if step.now else None,
        "reply": step.reply,
        "seconds": step.seconds,
    }


def _table(steps: list[Redecided]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from agent.view import title

    table = Table("step", "recorded", "now", "agreement", "apart")
    for step in steps:
        before = one_line(title(step.before)) if step.before else "unreadable"
        now = one_line(title(step.now)) if step.now else "unreadable"
        apart = "" if step.distance is None else f"{step.distance:.1%}"
        table.add_row(str(step.step), Text(before), Text(now), step.agreement.value, apart)
    Console().print(table)
