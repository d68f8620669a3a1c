"""How a run goes, on standard error: counts and what is at work now on a terminal, else one line a result.

Knows the terminal. Does not run anything.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.cli.terminal import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from tasks.executors import Job
    from tasks.results import InstanceId, Result
    from tasks.running import Watcher


def count(results: Sequence[Result]) -> dict[str, int]:
    """How many there are of each verdict, and where claim and check differ."""
    from tasks.results import Verdict

    return {
        **{str(verdict): sum(result.verdict is verdict for result in results) for verdict in Verdict},
        "false_done": sum(result.false_done for result in results),
        "missed_done": sum(result.missed_done for result in results),
    }


@contextmanager
def shown(planned: int, so_far: Sequence[Result]) -> Generator[Watcher, None, None]:
    """Something that hears of a run and shows it while this is open. so_far: results of earlier times."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if so_far:
        console.print(f"{len(so_far)} of {planned} episodes have a result already.", highlight=False, markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    if not console.is_terminal:
        yield _lines(console, planned, so_far)
        return
    with Progress(*columns, console=console, transient=True) as progress:
        yield _bars(progress, planned, so_far)


def _lines(console: Console, planned: int, so_far: Sequence[Result]) -> Watcher:
    from tasks.running import Watcher

    class Lines(Watcher):
        """One line for each result."""

        done = len(so_far)

        def again(self, job: Job, reason: str) -> None:
            self._say(f"{job[0].name}: begun again. {reason}")

        def ended(self, result: Result) -> None:
            self.done += 1
            why = "" if result.verdict == "success" else f". {result.reason}"
            what = f"{result.verdict}, {result.steps} steps, {result.seconds:.1f} s{why}"
            self._say(f"{self.done}/{planned} {result.id.name}: {what}")

        def _say(self, line: str) -> None:
            console.print(one_line(line), highlight=False, markup=False, soft_wrap=True)

    return Lines()


def _bars(progress: Progress, planned: int, so_far: Sequence[Result]) -> Watcher:
    from tasks.running import Watcher

    results = list(so_far)

    def words() -> str:
        counts = count(results)
        return f"{counts['success']} success, {counts['failure']} failure, {counts['error']} error"

    whole = progress.add_task(words(), total=planned, completed=len(results))
    at_work: dict[InstanceId, TaskID] = {}

    class Bars(Watcher):
        """The whole run as a bar, and a line for each episode that is at work."""

        def begun(self, job: Job) -> None:
            instance, attempt = job
            self._off(instance)
            name = instance.name if attempt == 1 else f"{instance.name}, again"
            at_work[instance] = progress.add_task(f"  {name}", total=None)

        def again(self, job: Job, reason: str) -> None:
            self._off(job[0])
            progress.console.print(one_line(f"{job[0].name}: {reason}"), style="yellow", highlight=False, markup=False)

        def ended(self, result: Result) -> None:
            self._off(result.id)
            results.append(result)
            progress.update(whole, advance=1, description=words())
            if result.verdict == "error":
                line = one_line(f"{result.id.name}: {result.reason}")
                progress.console.print(line, style="red", highlight=False, markup=False)

        def _off(self, instance: InstanceId) -> None:
            if instance in at_work:
                progress.remove_task(at_work.pop(instance))

    return Bars()
