"""`check`: whether a suite may be used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.terminal import fail, interruptible, one_line

if TYPE_CHECKING:
    from tasks.defects import Defect
    from tasks.gate import Gate
    from tasks.trying import Tried


def check(
    suite: Annotated[
        str,
        typer.Argument(help="A suite that `python -m tasks list` shows, or a Python file with one.", show_default=False),
    ],
    seed: Annotated[list[int] | None, typer.Option("--seed", help="A world to check on, instead of five.")] = None,
    task: Annotated[list[str] | None, typer.Option("--task", help="Only this task; may be given often.")] = None,
    draws: Annotated[int, typer.Option("--draws", min=1, help="How often blind touching tries each task on a seed.")] = 1,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Devices at a time, one for each seed.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check a suite on what it runs on, such as virtual phones: agents that do nothing, anything, or only talk must fail on
    every task, the shipped solution must succeed twice, the device must be as found afterwards, and no instruction may hold
    its answer.

    The record of a whole check, all tasks on at least five seeds, is kept beside the suite (tasks/suites/checked/) and belongs
    into version control; a suite without one that passes does not run. Exit code 0: it passes; 1: it does not.
    """
    try:
        with interruptible():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            from devices.errors import DeviceError
            from tasks.gate import SEEDS, check_suite, gate_file, write_gate
            from tasks.suites import suite as find
            from tasks.task import BadSuite

            seeds = tuple(dict.fromkeys(seed or SEEDS))
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            try:
                found = find(suite)
                wrong = 0
                with Progress(*columns, console=Console(stderr=True)) as progress:
                    bar = progress.add_task(suite, total=len(seeds) * len(task or found) * len(found.faults))

                    def hear(tried: Tried) -> None:
                        nonlocal wrong
                        wrong += len(tried.defects)
                        for defect in tried.defects:
                            progress.console.print(_line(defect), style="red", markup=False, highlight=False, soft_wrap=True)
                        progress.update(bar, advance=1, description=f"{suite}, {wrong} defects")

                    gate = check_suite(found, seeds=seeds, only=task or (), jobs=jobs, draws=draws, watcher=hear)
                if not task and len(seeds) >= len(SEEDS):
                    write_gate(gate, gate_file(found))
            except BadSuite as error:
                fail(str(error), 2)
            except DeviceError as error:
                fail(str(error), 3)
            typer.echo(json.dumps(gate.model_dump(mode="json"), ensure_ascii=False) if as_json else _words(gate))
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
    if not gate.passed:
        raise typer.Exit(1)


def _line(one: Defect) -> str:
    shown = f", shown by {one.who}" if one.who else ""
    return one_line(f"{one.task} (seed {one.seed}): {one.fault.replace('_', ' ')}{shown}: {one.reason}")


def _words(gate: Gate) -> str:
    lines = [_line(one) for one in gate.defects]
    lines += [f"note: {one_line(note)}" for note in gate.notes]
    lines += [
        f"chance: {task} was done by blind touching {done} of {tries} times" for task, (done, tries) in gate.lucky.items()
    ]
    what = "passes" if gate.passed else f"does not pass: {len(gate.defects)} defects"
    lines.append(
        f"{gate.suite} version {gate.version} {what}; {gate.tasks} tasks, seeds {', '.join(map(str, gate.seeds))}, "
        f"{gate.episodes} episodes in {gate.seconds:.0f} s"
    )
    return "\n".join(lines)
