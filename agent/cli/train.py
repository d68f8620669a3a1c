"""`train`: teach a model what recordings show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.options import AsJson, Verbose
from agent.cli.terminal import fail, interruptible, log_to_stderr, plain
from agent.training.trainer.wish import Curve, Method, Wish

if TYPE_CHECKING:
    from agent.training.trainer.loop import Ended, Line, Watcher
    from agent.training.trainer.plan import Plan
    from agent.training.trainer.resuming import Progress


class Numbers(StrEnum):
    """Number formats of the arithmetic."""

    AUTO = "auto"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


class Engine(StrEnum):
    """Other trainers whose command can be printed."""

    MS_SWIFT = "ms-swift"
    LLAMA_FACTORY = "llama-factory"


def train(
    data: Annotated[
        Path, typer.Argument(help="Directory that `export --format messages` made: train.jsonl, pictures.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the run is kept; a stopped one goes on.")],
    model: Annotated[str, typer.Option("--model", help="pocket, a checkpoint directory, or a hub id.")] = "pocket",
    method: Annotated[
        Method, typer.Option("--method", help="lora: an adapter. full: all weights. scratch: all weights, drawn anew.")
    ] = Method.LORA,
    rank: Annotated[int, typer.Option("--rank", min=1, max=1024, help="lora: rank of the adapter.")] = 16,
    epochs: Annotated[float | None, typer.Option("--epochs", min=0.01, help="Times through the rows.  [default: 3]")] = None,
    steps: Annotated[int | None, typer.Option("--steps", min=1, help="Steps, instead of epochs.")] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", min=0.01, help="Minutes, instead of epochs.")] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, help="Rows at a time.")] = 8,
    accumulate: Annotated[int, typer.Option("--accumulate", min=1, help="Batches that are added up for one step.")] = 1,
    rate: Annotated[
        float | None, typer.Option("--rate", min=0.0, help="Peak learning rate; by method and width of the model if absent.")
    ] = None,
    curve: Annotated[Curve, typer.Option("--curve", help="How the rate falls after the warm-up.")] = Curve.COSINE,
    warm_up: Annotated[float, typer.Option("--warm-up", min=0.0, max=0.9, help="Share of the run that the rate rises.")] = 0.03,
    dtype: Annotated[Numbers, typer.Option("--dtype", help="Number format of the arithmetic.")] = Numbers.AUTO,
    device: Annotated[str, typer.Option("--device", help="auto, cpu, cuda.")] = "auto",
    threads: Annotated[
        int | None, typer.Option("--threads", min=1, help="Of the CPU; take fewer than cores where others keep them busy.")
    ] = None,
    min_pixels: Annotated[int | None, typer.Option("--min-pixels", min=1, help="Smallest area of a resized picture.")] = None,
    max_pixels: Annotated[
        int | None, typer.Option("--max-pixels", min=1, help="Largest area of a resized picture; kept for use.")
    ] = None,
    vision: Annotated[
        bool | None,
        typer.Option("--vision/--no-vision", help="Whether the vision tower learns; else not with lora.", show_default=False),
    ] = None,
    checkpointing: Annotated[
        bool, typer.Option("--checkpointing", help="Compute activations twice instead of keeping them: slower, less memory.")
    ] = False,
    evaluate_every: Annotated[
        int | None, typer.Option("--evaluate-every", min=1, help="Steps between evaluations; about an epoch if absent.")
    ] = None,
    evaluate_rows: Annotated[int, typer.Option("--evaluate-rows", min=1, help="Validation rows looked at each time.")] = 64,
    save_every: Annotated[
        int | None, typer.Option("--save-every", min=1, help="Steps between saves; as evaluations, at most 200, if absent.")
    ] = None,
    patience: Annotated[
        int | None, typer.Option("--patience", min=1, help="Stop after so many evaluations without a better one.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of new weights and of the order of the rows.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and the memory it needs, and stop.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Begin although the memory will probably not do.")] = False,
    print_: Annotated[
        Engine | None, typer.Option("--print", help="Print the same training as a command of another engine, and stop.")
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Teach a model the steps of recordings: a LoRA adapter, all its weights, or a new model of its shape.

    The best model by the validation rows lies in DIR/best: run it with --adapter DIR, or with --model DIR/best where all
    weights have learnt. The same command goes on after a stop, even a hard one. Needs the extra train.
    Exit code: 0 done, 2 wrong usage, rows or memory that will not do, 3 model trouble, 130 stopped.
    """
    try:
        with interruptible():
            from agent.errors import AgentError, BadRows, TrainingRefused
            from agent.models.adapter import need_peft
            from agent.models.loading import stock_errors

            log_to_stderr(verbose)
            asked = Wish(
                data=data,
                model=model,
                out=out,
                method=method,
                rank=rank,
                epochs=epochs,
                steps=steps,
                minutes=minutes,
                batch=batch,
                accumulate=accumulate,
                rate=rate,
                curve=curve,
                warm_up=warm_up,
                dtype=dtype.value,
                device=device,
                threads=threads,
                min_pixels=min_pixels,
                max_pixels=max_pixels,
                vision=vision,
                checkpointing=checkpointing,
                evaluate_every=evaluate_every,
                evaluate_rows=evaluate_rows,
                save_every=save_every,
                patience=patience,
                seed=seed,
                force=force,
            )
            try:
                if print_ is not None:
                    from agent.training.trainer.engines import command

                    typer.echo(command(print_.value, asked))
                    return
                if method is Method.LORA:
                    need_peft()
                with stock_errors():
                    import torch  # noqa: F401  (so that what is missing is told by name)
                _train(asked, dry_run, as_json)
            except (BadRows, TrainingRefused) as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail(f"Stopped by the user; the same command goes on from the last save in {plain(str(out))}.", 130)


def _train(asked: Any, dry_run: bool, as_json: bool) -> None:
    from rich.console import Console

    from agent.training.trainer.loop import Training
    from agent.training.trainer.plan import make_plan
    from agent.training.trainer.team import Team

    team = Team(asked.device)
    console = Console(stderr=True, quiet=not team.first)
    with console.status("measuring the rows"):
        plan = make_plan(asked, team)
    if dry_run:
        typer.echo(_plan_json(plan) if as_json else _plan_text(plan))
        plan.refuse_what_does_not_fit()
        return
    if team.first:
        typer.echo(_plan_text(plan), err=True)
    plan.refuse_what_does_not_fit()
    with _shown(console) as watcher:
        training = Training(plan, team, watcher)
        ended = training.run()
    if team.first:
        typer.echo(_report(plan, ended, as_json))
    team.close()


def _plan_text(plan: Plan) -> str:
    return "\n".join(f"{name:<11} {plain(words)}" for name, words in plan.table())


def _plan_json(plan: Plan) -> str:
    need = plan.need
    spent = {
        "weights": need.weights,
        "gradients": need.gradients,
        "optimiser": need.optimiser,
        "activations": need.activations,
        "process": need.process,
    }
    return json.dumps({"steps": plan.steps, "rate": plan.rate, "memory": {**spent, "total": need.total, "free": plan.free}})


def _report(plan: Plan, ended: Ended, as_json: bool) -> str:
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
def _shown(console: Any) -> Iterator[Watcher]:
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
