"""`list`: which suites there are, and what is in one."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.options import AsJson
from agent.cli.terminal import fail, interruptible, one_line

if TYPE_CHECKING:
    from tasks.session import Session
    from tasks.task import Suite, Task


def list_suites(
    suite: Annotated[str, typer.Argument(help="Show the tasks of this one.", metavar="[SUITE]", show_default=False)] = "",
    seed: Annotated[int, typer.Option("--seed", help="The world that the examples of instructions are from.")] = 9000,
    as_json: AsJson = False,
) -> None:
    """List the suites, and whether each passed its check; or the tasks of one, each with what a person would say.

    Exit code: 0, 2 there is no such suite.
    """
    try:
        with interruptible():
            from tasks.suites import names
            from tasks.suites import suite as find
            from tasks.task import BadSuite

            try:
                if suite:
                    _one(find(suite), seed, as_json)
                else:
                    _all([find(name) for name in names()], as_json)
            except BadSuite as error:
                fail(str(error), 2)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)


def _all(found: list[Suite], as_json: bool) -> None:
    shown = [_about(suite) for suite in found]
    if as_json:
        typer.echo(json.dumps({"suites": shown}, ensure_ascii=False))
        return
    width = max((len(one["name"]) for one in shown), default=0)
    for one in shown:
        faults = f", {len(one['faults'])} faults" if one["faults"] else ""
        typer.echo(f"{one['name']:<{width}}  {one['tasks']} tasks{faults}, {one['locale']}: {one['about']}")
        typer.echo(f"{'':<{width}}  {one['check']}")


def _about(suite: Suite) -> dict[str, Any]:
    from tasks.gate import standing

    passed, words = standing(suite)
    return {
        "name": suite.name,
        "version": suite.version,
        "about": suite.about,
        "tasks": len(suite),
        "locale": suite.locale,
        "faults": [fault for fault in suite.faults if fault],
        "passed": passed,
        "check": words,
    }


def _one(suite: Suite, seed: int, as_json: bool) -> None:
    says = _examples(suite, seed)
    tasks = [
        {
            "id": task.id,
            "steps": task.steps,
            "apps": list(task.apps),
            "tags": list(task.tags),
            "locales": list(task.locales),
            "example": says.get(task.id, ""),
        }
        for task in suite
    ]
    about = _about(suite)
    if as_json:
        typer.echo(json.dumps({**about, "seed": seed, "tasks": tasks}, ensure_ascii=False))
        return
    typer.echo(f"{suite.name} version {suite.version}: {suite.about}\n{about['check']}")
    for fault in about["faults"]:
        typer.echo(f"fault: {one_line(fault)}")
    width = max((len(task.id) for task in suite), default=0)
    for task in suite:
        typer.echo(f"{task.id:<{width}}  {task.steps:>2} steps  {one_line(says.get(task.id, ''))}")
        typer.echo(f"{'':<{width}}            {', '.join(task.apps)}")


def _examples(suite: Suite, seed: int) -> dict[str, str]:
    """What each task says on one world: the same words as in a run. None where no body can be had."""
    from rich.console import Console

    from devices.errors import DeviceError
    from tasks.body import body_of

    body = body_of(suite)
    try:
        with (
            closing(body.make_ground()) as ground,
            Console(stderr=True).status(f"asking a {body.name} what is on it"),
            ground.session(seed=seed, locale=suite.locale, options=suite.options) as session,
        ):
            return {task.id: _says(suite, task, session) for task in suite}
    except DeviceError as error:
        typer.echo(f"There are no examples: {error}", err=True)
        return {}


def _says(suite: Suite, task: Task, session: Session) -> str:
    try:
        return task.case(suite.name, session.seed, session.fresh).instruction(suite.locale, session.seed)
    except Exception as error:  # noqa: BLE001  # a maker is anybody's code: a broken one shall not hide the others
        return f"(it cannot be made: {type(error).__name__}: {error})"
