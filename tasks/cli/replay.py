"""`replay`: do a recorded episode of a suite again, and ask the task's check."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import AsJson, Verbose
from agent.cli.terminal import fail, interruptible, log_to_stderr


class Mode(StrEnum):
    """How exactly it is to be done again."""

    STRICT = "strict"
    LENIENT = "lenient"


def replay(
    episode: Annotated[Path, typer.Argument(help="Directory of the episode: runs/NAME/episodes/….", show_default=False)],
    mode: Annotated[
        Mode,
        typer.Option(
            "--mode",
            help="strict: while every screen is as recorded. lenient: find what was touched where it lies now.",
        ),
    ] = Mode.STRICT,
    device: Annotated[
        str,
        typer.Option(
            "--device",
            help="How the device differs from the recorded one: phone:size=720x1600,theme=dark.",
            show_default=False,
        ),
    ] = "",
    suite: Annotated[
        str, typer.Option("--suite", metavar="FILE", help="The Python file of its suite, where that does not ship.")
    ] = "",
    record: Annotated[
        Path, typer.Option("--record", help="Directory that gets a new directory with the replay's episode.")
    ] = Path("recordings"),
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Do a recorded episode of a suite again without a model: a fresh device of the same world, the task's own set-up, every
    recorded action, and then the task's check.

    Ends in VERIFIED (exit code 0) only if everything was delivered and the check says that the task is done, else in HALTED
    (2); 3 is device trouble, 130 stopped. 2 is also wrong usage. A question's check is given the recorded answer.
    """
    try:
        with interruptible():
            from contextlib import closing

            from rich.console import Console

            from agent.cli.again import report_verdict
            from agent.errors import AgentError, BadEpisode
            from agent.recording import Recorder, fresh_directory
            from devices.errors import DeviceError
            from tasks.again import options_for, read_recorded, replay_task
            from tasks.body import body_of
            from tasks.suites import suite as find
            from tasks.task import BadSuite

            log_to_stderr(verbose)
            try:
                if suite:
                    find(suite)
                recorded = read_recorded(episode)
                options = options_for(recorded, device)
                one = recorded.id
                body = body_of(find(one.suite))
                status = Console(stderr=True).status(f"starting the {body.name}")
                with (
                    closing(body.make_ground()) as ground,
                    status,
                    ground.session(seed=one.seed, locale=one.locale, options=options) as session,
                ):
                    status.update(f"replaying {recorded.source.count}")
                    with Recorder(fresh_directory(record)) as recorder:
                        again = replay_task(recorded, session, recorder, mode.value)
            except (BadEpisode, BadSuite) as error:
                fail(str(error), 2)
            except (AgentError, DeviceError) as error:
                fail(str(error), 3)
            report_verdict(again.verdict, recorder.directory, as_json)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
    raise typer.Exit(again.verdict.exit_code)
