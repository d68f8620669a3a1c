"""`record`: a person shows how something is done, and each touch becomes a step of an episode."""

from __future__ import annotations

import json
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.options import AsJson, Verbose
from agent.cli.terminal import fail, interruptible, log_to_stderr, one_line, plain

if TYPE_CHECKING:
    from agent.demonstration import Demonstration
    from agent.episode import Ended
    from agent.limits import Clock
    from agent.loop import Watcher
    from agent.recording import Recorder

BEGUN = time.monotonic()


def record(
    instruction: Annotated[str, typer.Argument(help='What you will show, such as "turn on Bluetooth".', show_default=False)],
    device: Annotated[
        str,
        typer.Option("--device", help="phone (the virtual one), android:SERIAL, or another; NAME:option=value,… sets options."),
    ] = "phone",
    record_: Annotated[Path, typer.Option("--record", help="Directory that gets a new directory with this episode.")] = Path(
        "recordings"
    ),
    as_json: AsJson = False,
    show: Annotated[bool, typer.Option("--show/--quiet", help="Show each step on standard error.")] = True,
    verbose: Verbose = False,
) -> None:
    """Work a device by hand, in a window, and record it: demonstrations to learn from.

    Click to tap, hold for a long press, drag for a swipe, hold and then drag to move something, click twice for a double tap,
    turn the wheel to scroll. Type or paste, and the text is entered after a pause or by Enter.
    Esc or the right button is back, Home or the middle button is home, F1 is the overview. Say Done when it is done (with an
    answer, if the task is a question), or Give up; what was done on the device cannot be undone here.
    `export --only shown` makes rows of what you showed.
    Exit code: 0 done or answered, 1 given up, 2 wrong usage, 3 device or recording trouble, 130 stopped or closed.
    """
    directory: Path | None = None
    ended: Ended | None = None
    outcome: str | None = "cancelled"
    code, message = 130, "Stopped by the user."
    with interruptible():
        try:
            from agent.cli.live import Live
            from agent.demonstration.window import application
            from agent.episode import exit_code
            from agent.errors import NoWindow, RecordingFailed
            from agent.limits import Clock
            from agent.recording import Recorder, fresh_directory

            log_to_stderr(verbose)
            clock = Clock(begun=BEGUN)
            clock.split["imports"] = clock.seconds
            try:
                application()
            except NoWindow as error:
                fail(str(error), 2)
            try:
                directory = fresh_directory(record_)
                with Recorder(directory) as recorder, Live(timings=False) if show else nullcontext() as live:
                    ended = _demonstrate(instruction, device, recorder, live, clock)
                code, outcome, message = exit_code(ended.outcome), ended.outcome.value, ended.message
            except RecordingFailed as error:
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


def _demonstrate(instruction: str, spec: str, recorder: Recorder, watcher: Watcher | None, clock: Clock) -> Ended:
    from agent.demonstration.opening import open_and_demonstrate
    from agent.demonstration.window import DemonstrationWindow, work

    def show(demonstration: Demonstration) -> Ended:
        window = DemonstrationWindow(instruction)
        with interruptible(lambda: window.leave("Stopped by the user.")):
            return work(window, demonstration)

    return open_and_demonstrate(instruction, spec, recorder, show, watcher=watcher, clock=clock)


def _report(outcome: str | None, message: str, ended: Ended | None, directory: Path | None) -> str:
    """The one object that programs get."""
    return json.dumps(
        {
            "outcome": outcome,
            "steps": ended.steps if ended else 0,
            "seconds": round(ended.seconds if ended else time.monotonic() - BEGUN, 3),
            "episode": str(directory) if directory else None,
            "message": message,
        },
        ensure_ascii=False,
    )
