"""`merge`: add an adapter to its model for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import AsJson, Verbose
from agent.cli.terminal import fail, interruptible, log_to_stderr, plain


def merge(
    adapter: Annotated[Path, typer.Argument(help="A LoRA adapter, or the directory that `train` made.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the checkpoint is written.")],
    model: Annotated[
        str | None, typer.Option("--model", help="The model under it; the one it was trained on if absent.")
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Write a stock checkpoint of a model with an adapter added to its weights, for any software that knows Qwen2-VL.

    Exit code: 0 done, 2 wrong usage, 3 an adapter or a model that cannot be read or does not fit, 130 stopped.
    """
    try:
        with interruptible():
            from rich.console import Console

            from agent.errors import AgentError, TrainingRefused
            from agent.models.adapter import need_peft

            log_to_stderr(verbose)
            try:
                need_peft()
                with Console(stderr=True).status("merging"):
                    from agent.training.trainer.merging import merge as merge_adapter

                    merged = merge_adapter(adapter, out, model=model)
            except TrainingRefused as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
    if as_json:
        typer.echo(json.dumps({"out": str(out), "base": merged.base, "changed": merged.changed}, ensure_ascii=False))
    else:
        typer.echo(plain(f"{merged.changed} weight matrices of {merged.base} changed; use it with --model {out}"))
