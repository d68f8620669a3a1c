"""`run`: let a model work through a suite."""

from __future__ import annotations

import json
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

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
)
from agent.cli.terminal import fail, interruptible
from tasks.cli.progress import count, shown


class Where(StrEnum):
    """Where workers run."""

    LOCAL = "local"
    RAY = "ray"


def run(
    suite: Annotated[
        str,
        typer.Argument(help="A suite that `python -m tasks list` shows, or a Python file with one.", show_default=False),
    ],
    model: Annotated[
        str,
        typer.Option("--model", help="As for `agent run`; or oracle, the shipped solution; or a probe, such as random."),
    ] = "pocket",
    device: Annotated[
        str,
        typer.Option("--device", help="The suite's own device, with options: phone:size=720x1600.", show_default=False),
    ] = "",
    seed: Annotated[
        list[int] | None, typer.Option("--seed", help="A world; may be given several times.  [default: 9000]")
    ] = None,
    seeds: Annotated[str, typer.Option("--seeds", metavar="FROM:TO", help="Worlds FROM up to, and without, TO.")] = "",
    repeats: Annotated[int, typer.Option("--repeats", min=1, help="How often each task is done on each world.")] = 1,
    task: Annotated[list[str] | None, typer.Option("--task", help="Only this task; may be given several times.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Episodes at a time, each on a device of its own.")] = 2,
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
    adapter: AdapterOption = None,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    temperature: Annotated[
        float | None,
        typer.Option(
            "--temperature", min=0.01, max=10.0, help="Draw what the model says, instead of the likeliest; 1 is as it is."
        ),
    ] = None,
    sampling_seed: Annotated[
        int | None, typer.Option("--sampling-seed", min=0, help="Of the draws: the same one draws the same for each episode.")
    ] = None,
    step_seconds: Annotated[
        int,
        typer.Option(
            "--step-seconds", min=1, help="An episode may take 10 minutes and so long for each step, else it is an error."
        ),
    ] = 120,
    as_json: AsJson = False,
) -> None:
    """Let a model work through a suite: every task on every world, each on a virtual phone, or whatever the suite runs
    on, of its own.

    A run can be stopped at any moment and gone on with by the same command with --out DIR: an episode that has a result is
    never run again. What broke before anything was done is begun again, at most three times.
    Exit code: 0 all episodes have a result (whatever it is), 2 wrong usage, 3 device or model trouble, 130 stopped.
    """
    try:
        with interruptible():
            from agent.errors import AgentError
            from agent.models.registry import ModelOptions
            from devices.errors import DeviceError
            from tasks.asking import describe, open_executor, oracle_steps
            from tasks.body import body_of
            from tasks.executors import WorkerFailed
            from tasks.keeping import RunFolder
            from tasks.plan import instances
            from tasks.results import BadRun
            from tasks.running import go_on
            from tasks.suites import suite as find
            from tasks.task import BadSuite
            from tasks.worker import WorkerSpec

            worlds = _worlds(seed, seeds)
            options = ModelOptions(
                dtype=dtype.value,
                attention=attention.value,
                min_pixels=min_pixels,
                max_pixels=max_pixels,
                adapter=adapter,
                temperature=temperature,
                sampling_seed=sampling_seed,
            )
            directory = out or Path("runs") / f"{Path(suite).stem}-{time.strftime('%Y%m%d-%H%M%S')}"
            try:
                found = find(suite)
                planned = instances(found, seeds=worlds, repeats=repeats, only=task or ())
                phone = body_of(found).options(device)
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
                with RunFolder(directory, asked) as folder:
                    spec = WorkerSpec(
                        suite, model, folder.episodes.absolute(), options, phone, step_seconds=float(step_seconds)
                    )
                    workers = open_executor(executor.value, spec, jobs, address)
                    try:
                        with shown(len(planned), folder.results) as watcher:
                            go_on(folder, planned, workers, watcher=watcher, oracle_steps=oracle_steps(found))
                    except KeyboardInterrupt:
                        done = f"{len(folder.results)} of {len(planned)} episodes done"
                        fail(f"Stopped by the user with {done}; go on by the same command with --out {directory}", 130)
                    except (AgentError, DeviceError, WorkerFailed) as error:
                        fail(f"{error}\nWhat is done is kept; go on by the same command with --out {directory}", 3)
            except (BadSuite, BadRun) as error:
                fail(str(error), 2)
            except (AgentError, DeviceError, WorkerFailed) as error:
                fail(str(error), 3)
            counts = count(folder.results)
            if as_json:
                typer.echo(json.dumps({"run": str(directory), "episodes": len(folder.results), **counts}))
            else:
                typer.echo(_words(directory, counts))
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


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
