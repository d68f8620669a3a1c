"""`film`: a recorded episode as a moving picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.terminal import fail, interruptible


def film(
    episode: Annotated[Path, typer.Argument(help="Directory of the episode.", show_default=False)],
    target: Annotated[Path, typer.Argument(help="File to write: NAME.mp4 or NAME.gif.", show_default=False)],
) -> None:
    """Write a recorded episode as a film: each step with the place that was touched, and what was thought."""
    try:
        with interruptible():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            from agent.errors import BadEpisode, RecordingFailed
            from agent.film import write_film

            bar = Progress(
                TextColumn("pictures"), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
            )
            try:
                with bar:
                    task = bar.add_task("pictures", total=None)
                    seconds = write_film(episode, target, progress=lambda done, of: bar.update(task, completed=done, total=of))
                typer.echo(f"{target}: {seconds:.1f} s")
            except (BadEpisode, ValueError) as error:
                fail(str(error), 2)
            except RecordingFailed as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
