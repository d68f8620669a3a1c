"""`train`: teach a model what recordings show."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.expert import (
    HeldOutOption,
    JobsOption,
    MixOption,
    PhoneOption,
    RepeatsOption,
    RoundsOption,
    SeedsOption,
    SuiteOption,
    TaskOption,
    TemperatureOption,
    UncheckedOption,
)
from agent.cli.options import AsJson, Verbose
from agent.cli.terminal import fail, interruptible, log_to_stderr, plain
from agent.training.trainer.wish import Curve, Method, Wish


class Numbers(StrEnum):
    """Number formats of the arithmetic."""

    AUTO = "auto"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


class How(StrEnum):
    """What learns from rows, and the way that makes rows of its own."""

    LORA = "lora"
    FULL = "full"
    SCRATCH = "scratch"
    EXPERT = "expert-iteration"


class Engine(StrEnum):
    """Other trainers whose command can be printed."""

    MS_SWIFT = "ms-swift"
    LLAMA_FACTORY = "llama-factory"


def train(
    data: Annotated[
        Path | None,
        typer.Argument(help="Directory that `export --format messages` made: train.jsonl, pictures.", show_default=False),
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the run is kept; a stopped one goes on.")
    ] = None,
    model: Annotated[str, typer.Option("--model", help="pocket, a checkpoint directory, or a hub id.")] = "pocket",
    method: Annotated[
        How,
        typer.Option(
            "--method",
            help="lora: an adapter. full: all weights. scratch: all weights, drawn anew. "
            "expert-iteration: an adapter, in rounds, of what the model itself did well on --suite.",
        ),
    ] = How.LORA,
    rank: Annotated[int, typer.Option("--rank", min=1, max=1024, help="lora: rank of the adapter.")] = 16,
    epochs: Annotated[float | None, typer.Option("--epochs", min=0.01, help="Times through the rows.  [default: 3]")] = None,
    steps: Annotated[int | None, typer.Option("--steps", min=1, help="Steps, instead of epochs.")] = None,
    minutes: Annotated[float | None, typer.Option("--minutes", min=0.01, help="Minutes, instead of epochs.")] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, help="Rows at a time.")] = 8,
    accumulate: Annotated[int, typer.Option("--accumulate", min=1, help="Batches that are added up for one step.")] = 1,
    pack: Annotated[
        int | None,
        typer.Option(
            "--pack",
            min=0,
            metavar="TOKENS",
            help="Rows go through in sequences of so many tokens; those of --batch if absent; 0 pads instead.",
        ),
    ] = None,
    steps_per_sequence: Annotated[
        int,
        typer.Option(
            "--steps-per-sequence", min=1, help="Steps of an episode that stay side by side and share what they begin with."
        ),
    ] = 1,
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
    suite: SuiteOption = "",
    task: TaskOption = None,
    seeds: SeedsOption = "0:5",
    held_out: HeldOutOption = "8000:8005",
    rounds: RoundsOption = 3,
    repeats: RepeatsOption = 4,
    jobs: JobsOption = 2,
    temperature: TemperatureOption = 0.7,
    mix: MixOption = 1.0,
    phone: PhoneOption = "phone",
    unchecked: UncheckedOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan and the memory it needs, and stop.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Begin although the memory will probably not do.")] = False,
    print_: Annotated[
        Engine | None, typer.Option("--print", help="Print the same training as a command of another engine, and stop.")
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="COMMAND", help="--print: say this command of ms-swift 2 instead, `swift sft …`."),
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Teach a model the steps of recordings: a LoRA adapter, all its weights, or a new model of its shape.

    The best model by the validation rows lies in DIR/best: run it with --adapter DIR, or with --model DIR/best where all
    weights have learnt. The same command goes on after a stop, even a hard one. Needs the extra train.
    expert-iteration lets the model practise a suite on the virtual phone, trains on what a check says it did well, and begins
    again; DATA, if given, is mixed in, so that nothing is forgotten.
    Exit code: 0 done, 2 wrong usage, rows or memory that will not do, 3 model trouble, 130 stopped.
    """
    try:
        with interruptible():
            from agent.errors import AgentError, BadRows, TrainingRefused
            from agent.models.adapter import need_peft
            from agent.models.loading import stock_errors

            log_to_stderr(verbose)
            if from_ is not None:
                _translate(from_, print_)
                return
            if out is None:
                fail("Name the directory where the run is kept with --out.", 2)
            if data is None and method is not How.EXPERT:
                fail("Name the directory of the rows to learn from; `python -m agent export` makes one.", 2)
            asked = Wish(
                data=data or Path(),
                model=model,
                out=out,
                method=Method.LORA if method is How.EXPERT else Method(method.value),
                rank=rank,
                epochs=epochs,
                steps=steps,
                minutes=minutes,
                batch=batch,
                accumulate=accumulate,
                pack=pack,
                steps_per_sequence=steps_per_sequence,
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

                    if method is How.EXPERT:
                        fail(f"{print_.value} does not work through suites: leave out --print.", 2)
                    typer.echo(command(print_.value, asked))
                    return
                if suite and method is not How.EXPERT:
                    fail(f"--suite is for --method {How.EXPERT.value}.", 2)
                if asked.method is Method.LORA:
                    need_peft()
                if method is How.EXPERT:
                    from agent.cli.expert import Asked, improve

                    tasks = tuple(task or ())
                    own = Asked(data, suite, tasks, seeds, held_out, rounds, repeats, jobs, temperature, mix, phone, unchecked)
                    improve(asked, own, dry_run=dry_run, as_json=as_json)
                    return
                with stock_errors():
                    import torch  # noqa: F401  (so that what is missing is told by name)
                _train(asked, dry_run, as_json)
            except (BadRows, TrainingRefused) as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail(f"Stopped by the user; the same command goes on from the last save in {plain(str(out))}.", 130)


def _translate(command: str, engine: Engine | None) -> None:
    from agent.errors import TrainingRefused
    from agent.training.trainer.older import translated

    if engine is None:
        fail("--from is what --print says in today's words: add --print ms-swift or --print llama-factory.", 2)
    try:
        typer.echo(translated(command, engine.value))
    except TrainingRefused as error:
        fail(str(error), 2)


def _train(asked: Any, dry_run: bool, as_json: bool) -> None:
    from rich.console import Console

    from agent.cli.training import plan_json, plan_text, report, shown
    from agent.training.trainer.loop import Training
    from agent.training.trainer.plan import make_plan
    from agent.training.trainer.team import Team

    team = Team(asked.device)
    console = Console(stderr=True, quiet=not team.first)
    with console.status("measuring the rows"):
        plan = make_plan(asked, team)
    if dry_run:
        typer.echo(plan_json(plan) if as_json else plan_text(plan))
        plan.refuse_what_does_not_fit()
        return
    if team.first:
        typer.echo(plan_text(plan), err=True)
    plan.refuse_what_does_not_fit()
    with shown(console) as watcher:
        training = Training(plan, team, watcher)
        ended = training.run()
    if team.first:
        typer.echo(report(plan, ended, as_json))
    team.close()
