"""Many trials side by side, each result kept the moment it is there, so that a measurement can be stopped and gone on with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from agent.models.base import Model
from devices.actions import Frozen

Job = TypeVar("Job")
Done = TypeVar("Done")
Kept = TypeVar("Kept", bound=Frozen)


def side_by_side(
    waiting: Sequence[Job], work: Callable[[Job], Done], jobs: int, *, title: str, good: Callable[[Done], bool], of: int
) -> Iterator[Done]:
    """Results as they come, with a bar on standard error; what has begun is brought to its end when something goes wrong.

    good: whether a result counts as passed. of: how many there are with those that need not be done any more.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress, ExitStack() as stack:
        bar = progress.add_task(title, total=of, completed=of - len(waiting))
        pool = ThreadPoolExecutor(jobs)
        stack.callback(pool.shutdown, cancel_futures=True)
        passed = 0
        for count, future in enumerate(as_completed([pool.submit(work, job) for job in waiting]), start=1):
            result = future.result()
            passed += good(result)
            progress.update(bar, advance=1, description=f"{title}, {passed} of {count} passed")
            yield result


def read_kept(path: Path | None, kind: type[Kept]) -> list[Kept]:
    """The results in a file of JSON lines; a last line that was cut off goes, and what it was about is done again."""
    if path is None or not path.exists():
        return []
    text = path.read_text("utf-8")
    whole, newline, torn = text.rpartition("\n")
    if torn:
        path.write_text(whole + newline, "utf-8")
    return [kind.model_validate_json(line) for line in whole.split("\n") if line]


def name_of(spec: str, model: Model) -> str:
    """A name that changes with the weights, those of an adapter included, and with how they are used."""
    info = model.info
    used = json.dumps([info.dialect, info.brief, info.sure, info.backtracks, dict(info.options)], sort_keys=True)
    weights = "+".join(part[:12] for part in info.fingerprint.split("+"))
    return f"{spec} {weights} {hashlib.sha256(used.encode()).hexdigest()[:6]}"


def keep(path: Path | None, result: Frozen) -> None:
    """Append one result."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(result.model_dump_json() + "\n")
