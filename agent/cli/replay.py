"""`replay`: look at a recorded episode, or let a model decide again on its frames."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import (
    AdapterOption,
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
    from agent.replay.decisions import Redecided


class Mode(StrEnum):
    """What to do with a recorded episode."""

    VIEW = "view"
    REDECIDE = "redecide"
    STRICT = "strict"
    LENIENT = "lenient"


def replay(
    episode: Annotated[Path, typer.Argument(help="Directory of the episode.", show_default=False)],
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode",
            help="view: one HTML page. redecide: ask a model again. strict: do the same on a device, while every screen is as "
            "recorded. lenient: do the same where things may lie elsewhere.",
        ),
    ] = Mode.VIEW,
    output: Annotated[Path | None, typer.Option("--output", help="view: where to write the page.")] = None,
    device: Annotated[
        str,
        typer.Option("--device", help="strict, lenient: the device; the recording's own one if absent.", show_default=False),
    ] = "",
    record: Annotated[
        Path, typer.Option("--record", help="strict, lenient: directory that gets a new directory with the replay's episode.")
    ] = Path("recordings"),
    masks: Annotated[
        Path | None,
        typer.Option("--masks", help="strict: JSON file with parts of the screen not to compare, each with its reason."),
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option("--text", metavar="OLD=NEW", help="lenient: type NEW where OLD was typed.")
    ] = None,
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="lenient: where a target is not found, let the model carry on from there.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="lenient: hand over also to a model that was not trained for the device.")
    ] = False,
    model: ModelName = "pocket",
    speak: Annotated[
        str, typer.Option("--dialect", help="redecide: ask in this dialect instead of the model's own.", show_default=False)
    ] = "",
    brief: Annotated[
        bool | None,
        typer.Option("--brief/--full", help="redecide: leave out or give the description of the actions.", show_default=False),
    ] = None,
    adapter: AdapterOption = None,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Look at a recorded episode again, let a model decide again on its frames, or do it again on a device.

    strict and lenient end in VERIFIED (exit code 0), COMPLETED_UNVERIFIED (1) or HALTED (2); 3 is device or model trouble,
    130 stopped. Whatever the mode, 2 is also wrong usage.
    """
    try:
        with interruptible():
            from agent.errors import AgentError, BadEpisode, UnknownDialect
            from agent.models.registry import ModelOptions
            from devices.errors import DeviceError

            log_to_stderr(verbose)
            options = ModelOptions(
                dtype=dtype.value, attention=attention.value, min_pixels=min_pixels, max_pixels=max_pixels, adapter=adapter
            )
            try:
                match mode:
                    case Mode.VIEW:
                        _view(episode, output, as_json)
                    case Mode.REDECIDE:
                        _redecide(episode, model, options, speak, brief, as_json)
                    case Mode.STRICT | Mode.LENIENT:
                        from agent.cli.again import Wish, do_again

                        helper = (model, options) if hand_over else None
                        wish = Wish(episode, mode.value, device, record, masks, tuple(text or ()), helper, force)
                        raise typer.Exit(do_again(wish, as_json))
            except (BadEpisode, UnknownDialect) as error:
                fail(str(error), 2)
            except (AgentError, DeviceError) as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _view(episode: Path, output: Path | None, as_json: bool) -> None:
    from agent.view import write_view

    page = write_view(episode, output)
    typer.echo(json.dumps({"page": str(page)}, ensure_ascii=False) if as_json else str(page))


def _redecide(episode: Path, name: str, options: ModelOptions, speak: str, brief: bool | None, as_json: bool) -> None:
    from rich.console import Console

    from agent.models.registry import open_model
    from agent.recording import read_episode
    from agent.replay.decisions import count, redecide

    recorded = read_episode(episode)
    console = Console(stderr=True)
    steps: list[Redecided] = []
    with console.status("loading the model") as status, open_model(name, options) as model:
        for step in redecide(episode, model, speak=speak, brief=brief):
            steps.append(step)
            status.update(f"step {step.step} of {len(recorded.steps)}")
    counts = count(steps)
    placed = [step.inside for step in steps if step.inside is not None]
    if as_json:
        found = {"steps": [_plain(step) for step in steps], "counts": counts, "inside": sum(placed), "placed": len(placed)}
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        _table(steps)
        said = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "no step had a reply"
        typer.echo(f"{said}; {sum(placed)} of {len(placed)} places inside what was touched" if placed else said)


def _plain(step: Redecided) -> dict[str, object]:
    return {
        "step": step.step,
        "agreement": step.agreement.value,
        "distance": step.distance,
        "inside": step.inside,
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

    table = Table("step", "recorded", "now", "agreement", "apart", "inside")
    for step in steps:
        before = one_line(title(step.before)) if step.before else "unreadable"
        now = one_line(title(step.now)) if step.now else "unreadable"
        apart = "" if step.distance is None else f"{step.distance:.1%}"
        inside = "" if step.inside is None else "yes" if step.inside else "no"
        table.add_row(str(step.step), Text(before), Text(now), step.agreement.value, apart, inside)
    Console().print(table)
