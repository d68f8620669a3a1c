"""`run`: let a model work through a suite."""

from __future__ import annotations

import json
import time
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
)
from agent.cli.terminal import fail, interruptible

if TYPE_CHECKING:
    from rich.progress import Progress

    from tasks.results import Result


class Where(StrEnum):
    """Where workers run."""

    LOCAL = "local"
    RAY = "ray"


def run(
    suite: Annotated[str, typer.Argument(help="Name of the suite; `python -m tasks list` shows them.", show_default=False)],
    model: Annotated[
        str,
        typer.Option("--model", help="As for `agent run`; or oracle, the shipped solution; or a probe, such as random."),
    ] = "pocket",
    device: Annotated[str, typer.Option("--device", help="phone, with options of its own: phone:size=720x1600.")] = "phone",
    seed: Annotated[
        list[int] | None, typer.Option("--seed", help="A world; may be given several times.  [default: 9000]")
    ] = None,
    seeds: Annotated[str, typer.Option("--seeds", metavar="FROM:TO", help="Worlds FROM up to, and without, TO.")] = "",
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="How often each task is done on each world.")] = 1,
    task: Annotated[list[str] | None, typer.Option("--task", help="Only this task; may be given several times.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Episodes at a time, each on a phone of its own.")] = 2,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Directory of the run; one that is there is gone on with.")
    ] = None,
    executor: Annotated[
        Where, typer.Option("--executor", help="Where the episodes run; ray needs the extra ray.")
    ] = Where.LOCAL,
    address: Annotated[str, typer.Option("--address", help="ray: of the cluster; empty starts one here.")] = "",
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Run a suite that did not pass `tasks check` all the same.")
    ] = False,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    as_json: AsJson = False,
) -> None:
    """Let a model work through a suite: every task on every world, each on a virtual phone of its own.

    A run can be stopped at any moment and gone on with by the same command with --out DIR: an episode that has a result is
    never run again. What broke before anything was done to the phone is begun again, at most three times.
    Exit code: 0 all episodes have a result (whatever it is), 2 wrong usage, 3 device or model trouble, 130 stopped.
    """
    try:
        with interruptible():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            from agent.errors import AgentError
            from agent.models.registry import ModelOptions
            from devices.errors import DeviceError
            from tasks.asking import describe, open_executor, phone_options
            from tasks.executors import WorkerFailed
            from tasks.plan import instances
            from tasks.results import EPISODES_FOLDER
            from tasks.running import BadRun, begin, go_on
            from tasks.suites import suite as find
            from tasks.task import BadSuite
            from tasks.worker import WorkerSpec

            worlds = _worlds(seed, seeds)
            options = ModelOptions(dtype=dtype.value, attention=attention.value, min_pixels=min_pixels, max_pixels=max_pixels)
            directory = out or Path("runs") / f"{suite}-{time.strftime('%Y%m%d-%H%M%S')}"
            results: list[Result] = []
            try:
                found = find(suite)
                planned = instances(found, seeds=worlds, repeats=repeats, only=task or ())
                phone = phone_options(device)
                asked = describe(
                    found,
                    model=model,
                    device=device,
                    seeds=worlds,
                    repeats=repeats,
                    only=task or (),
                    options=options,
                    unchecked=unchecked,
                )
                results += begin(directory, asked)
                spec = WorkerSpec(suite, model, directory.absolute() / EPISODES_FOLDER, options, phone)
                columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
                with Progress(*columns, console=Console(stderr=True)) as progress:
                    bar = progress.add_task("", total=len(planned), completed=len(results))

                    def hear(result: Result) -> None:
                        results.append(result)
                        _tell(progress, bar, results)

                    _tell(progress, bar, results, advance=0)
                    go_on(directory, planned, results, open_executor(executor.value, spec, jobs, address), hear=hear)
            except (BadSuite, BadRun) as error:
                fail(str(error), 2)
            except (AgentError, DeviceError, WorkerFailed) as error:
                fail(str(error), 3)
            except KeyboardInterrupt:
                fail(
                    f"Stopped by the user with {len(results)} of {len(planned)} episodes done; go on with --out {directory}",
                    130,
                )
            counts = _counts(results)
            if as_json:
                typer.echo(json.dumps({"run": str(directory), "episodes": len(results), **counts}))
            else:
                typer.echo(_words(directory, counts))
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _counts(results: list[Result]) -> dict[str, int]:
    from tasks.results import Verdict

    return {
        **{str(verdict): sum(result.verdict is verdict for result in results) for verdict in Verdict},
        "false_done": sum(result.false_done for result in results),
        "missed_done": sum(result.missed_done for result in results),
    }


def _tell(progress: Progress, bar: object, results: list[Result], advance: int = 1) -> None:
    counts = _counts(results)
    words = f"{counts['success']} success, {counts['failure']} failure, {counts['error']} error"
    progress.update(bar, advance=advance, description=words)  # type: ignore[arg-type]  # rich's own TaskID is an int


def _words(directory: Path, counts: dict[str, int]) -> str:
    done, failed, broken = counts["success"], counts["failure"], counts["error"]

    def rate(of: int) -> str:
        return f"{done} of {of}" + (f" = {done / of:.1%}" if of else "")

    return (
        f"strict {rate(done + failed + broken)}, conditional {rate(done + failed)}; {broken} errors, "
        f"{counts['false_done']} false done, {counts['missed_done']} missed done\n"
        f"{directory}: see `python -m tasks report {directory}`"
    )


def _worlds(seed: list[int] | None, seeds: str) -> tuple[int, ...]:
    if not seeds:
        return tuple(seed or (9000,))
    first, _, last = seeds.partition(":")
    if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
        fail(f"--seeds {seeds} is not FROM:TO, such as 9000:9005.", 2)
    return (*(seed or ()), *range(int(first), int(last)))
