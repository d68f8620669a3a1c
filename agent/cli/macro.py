"""`macro`: a recorded episode as a script that runs without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.terminal import fail, interruptible


def macro(
    episode: Annotated[Path, typer.Argument(help="Directory of the episode.", show_default=False)],
    target: Annotated[Path, typer.Argument(help="Script to write: NAME.py, or NAME.sh for adb.", show_default=False)],
) -> None:
    """Write a recorded episode as a script that does the same without a model, on a screen of the same size."""
    try:
        with interruptible():
            from agent.errors import BadEpisode, RecordingFailed
            from agent.macro import write_macro

            try:
                count = write_macro(episode, target)
            except (BadEpisode, ValueError) as error:
                fail(str(error), 2)
            except RecordingFailed as error:
                fail(str(error), 3)
            typer.echo(f"{target}: {count} action{'' if count == 1 else 's'}")
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
