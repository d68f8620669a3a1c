"""What `train` shows: the plan, the bars while it goes on, and what came of it. Knows the terminal; trains nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from agent.cli.terminal import plain

if TYPE_CHECKING:
    from agent.training.trainer.loop import Ended, Line, Watcher
    from agent.training.trainer.plan import Plan
    from agent.training.trainer.resuming import Progress


def plan_text(plan: Plan) -> str:
    """The plan as a person reads it."""
    return "\n".join(f"{name:<11} {plain(words)}" for name, words in plan.table())


def plan_json(plan: Plan) -> str:
    """The plan as programs read it."""
    need = plan.need
    spent = {
        "weights": need.weights,
        "gradients": need.gradients,
        "optimiser": need.optimiser,
        "activations": need.activations,
        "process": need.process,
    }
    return json.dumps({"steps": plan.steps, "rate": plan.rate, "memory": {**spent, "total": need.total, "free": plan.free}})


def report(plan: Plan, ended: Ended, as_json: bool) -> str:
    """What came of it."""
    progress, best = ended.progress, str(plan.wish.out / "best")
    if as_json:
        values = {
            "out": best,
            "steps": progress.step,
            "seconds": round(progress.seconds, 1),
            "loss": ended.loss,
            "best": {"step": progress.best, "success": progress.success, "loss": progress.loss} if progress.best else None,
            "early": ended.early,
        }
        return json.dumps(values, ensure_ascii=False)
    said = [f"{progress.step} steps in {progress.seconds:.0f} s{', stopped early' if ended.early else ''}."]
    if progress.success is not None and progress.loss is not None:
        said.append(f"Best at step {progress.best}: {progress.success:.1%} of the steps right, loss {progress.loss:.3f}.")
    use = f"--adapter {plan.wish.out}" if plan.wish.method == "lora" else f"--model {best}"
    model = f" --model {plan.wish.model}" if plan.wish.method == "lora" else ""
    said.append(plain(f'Use it: python -m agent run "…"{model} {use}'))
    return "\n".join(said)


@contextmanager
def shown(console: Any) -> Iterator[Watcher]:
    """A watcher that draws bars while this is open."""
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bars(*columns, TextColumn("{task.fields[said]}"), console=console) as bars:
        yield _Shown(bars)


class _Shown:
    """Draws the bars: one for the run, one for the evaluation that is going on."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._run = bars.add_task("loading", total=1.0, said="")
        self._exam = bars.add_task("evaluating", total=None, said="", visible=False)

    def stepped(self, progress: Progress, share: float, line: Line) -> None:
        said = f"step {progress.step}, loss {line['loss']:.3f}"
        self._bars.update(self._run, description="training", completed=share, said=said)

    def examining(self, done: int, rows: int) -> None:
        self._bars.update(self._exam, completed=done, total=rows, visible=done < rows)

    def examined(self, line: Line) -> None:
        scores = line["validation"]
        inside = "" if scores["inside"] is None else f", point in box {scores['inside']:.1%}"
        self._bars.print(
            f"step {line['step']}: loss {scores['loss']:.3f}, verb {scores['verb']:.1%}{inside}, step {scores['success']:.1%}",
            highlight=False,
        )
