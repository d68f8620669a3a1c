"""`run`: carry out one instruction on one device."""

from __future__ import annotations

import json
import time
from contextlib import nullcontext
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
from agent.cli.terminal import interruptible, log_to_stderr, one_line, plain

if TYPE_CHECKING:
    from agent.episode import Ended
    from agent.hooks.loading import HookName

BEGUN = time.monotonic()


def run(
    instruction: Annotated[str, typer.Argument(help='What to do, such as "open settings".', show_default=False)],
    device: Annotated[
        str,
        typer.Option("--device", help="phone (the virtual one), android:SERIAL, or another; NAME:option=value,… sets options."),
    ] = "phone",
    model: ModelName = "pocket",
    max_steps: Annotated[int, typer.Option("--max-steps", min=1, max=1000, help="Give up after so many steps.")] = 20,
    record: Annotated[Path, typer.Option("--record", help="Directory that gets a new directory with this episode.")] = Path(
        "recordings"
    ),
    as_json: AsJson = False,
    force: Annotated[bool, typer.Option("--force", help="Use the model on a device that it was not trained for.")] = False,
    adapter: AdapterOption = None,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    show: Annotated[bool, typer.Option("--show/--quiet", help="Show each step on standard error.")] = True,
    timings: Annotated[bool, typer.Option("--timings", help="Show every stage of every step.")] = False,
    hook: Annotated[
        list[str] | None,
        typer.Option(
            "--hook",
            help="MODULE:NAME or FILE.py:NAME[,option=value,…], or exec:COMMAND: is asked before and after each look, "
            "decision and action. May be given several times.",
            show_default=False,
        ),
    ] = None,
    safety_hook: Annotated[
        list[str] | None,
        typer.Option("--safety-hook", help="As --hook, and asked first; if it fails, the episode stops.", show_default=False),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Carry out an instruction: look at the screen, decide one action, do it, look again.

    Exit code: 0 finished or answered, 1 the agent did not do it, 2 refused or wrong usage, 3 device, model or recording
    trouble, 130 stopped.
    """
    directory: Path | None = None
    ended: Ended | None = None
    outcome: str | None = "cancelled"
    code, message = 130, "Stopped by the user."
    with interruptible():
        try:
            from agent.cli.live import Live
            from agent.episode import exit_code
            from agent.errors import RecordingFailed
            from agent.hooks.loading import HookName
            from agent.limits import Clock, Limits
            from agent.models.registry import ModelOptions
            from agent.opening import Names, open_and_run
            from agent.recording import Recorder, fresh_directory

            log_to_stderr(verbose)
            clock = Clock(begun=BEGUN)
            clock.split["imports"] = clock.seconds
            options = ModelOptions(
                dtype=dtype.value, attention=attention.value, min_pixels=min_pixels, max_pixels=max_pixels, adapter=adapter
            )
            try:
                directory = fresh_directory(record)
                hooks = (*(HookName(spec, True) for spec in safety_hook or ()), *(HookName(spec) for spec in hook or ()))
                seen = Live(timings=timings, spinner=not hooks) if show else nullcontext()
                with Recorder(directory) as recorder, seen as live:
                    ended = open_and_run(
                        instruction,
                        Names(device, model, options, hooks),
                        recorder,
                        limits=Limits(steps=max_steps),
                        force=force,
                        watcher=live,
                        clock=clock,
                        asked={"force": str(force).lower(), **_named(hooks)},
                    )
                code, outcome, message = exit_code(ended.outcome), ended.outcome.value, ended.message
            except RecordingFailed as error:
                # Nothing could be written, so there is no outcome either: the episode reads as interrupted.
                code, outcome, message = 3, None, str(error)
        except KeyboardInterrupt:
            pass  # before there was an episode, or after it had ended
        if show and directory is not None:
            typer.echo(f"Episode: {plain(str(directory))}", err=True)
        if as_json:
            typer.echo(_report(outcome, message, ended, directory))
        else:
            typer.echo(one_line(message) if outcome != "answered" else plain(message))
    raise typer.Exit(code)


def _named(hooks: tuple[HookName, ...]) -> dict[str, str]:
    return {"hooks": " ".join(hook.spec for hook in hooks)} if hooks else {}


def _report(outcome: str | None, message: str, ended: Ended | None, directory: Path | None) -> str:
    """The one object that programs get; seconds of each stage under split, and an answer that is not claimed under offered."""
    return json.dumps(
        {
            "outcome": outcome,
            "check": ended.check if ended else "unknown",
            "steps": ended.steps if ended else 0,
            "seconds": round(ended.seconds if ended else time.monotonic() - BEGUN, 3),
            "episode": str(directory) if directory else None,
            "message": message,
            "offered": ended.offered if ended else None,
            "split": {name: round(value, 3) for name, value in ended.split.items()} if ended else {},
        },
        ensure_ascii=False,
    )
