"""`ask`: one question about pictures or a video, by the stock recipe."""

from __future__ import annotations

import json
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
    ModelName,
    Verbose,
)
from agent.cli.terminal import fail, interruptible, log_to_stderr, plain


def ask(
    question: Annotated[str, typer.Argument(help="What to ask.", show_default=False)],
    image: Annotated[list[Path] | None, typer.Option("--image", help="A picture; may be given several times.")] = None,
    video: Annotated[Path | None, typer.Option("--video", help="A video, instead of or besides pictures.")] = None,
    model: ModelName = "pocket",
    adapter: AdapterOption = None,
    max_new_tokens: Annotated[int | None, typer.Option("--max-new-tokens", min=1, help="Longest answer, in tokens.")] = None,
    dtype: DtypeOption = Dtype.AUTO,
    attention: AttentionOption = AttentionKind.SDPA,
    min_pixels: MinPixels = None,
    max_pixels: MaxPixels = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Ask a model about pictures or a video and print its answer."""
    try:
        with interruptible():
            from agent.ask import ask as ask_model
            from agent.errors import AgentError, BadInstruction, BadPicture
            from agent.models.registry import locate

            log_to_stderr(verbose)
            try:
                answer = ask_model(
                    question,
                    image or (),
                    video,
                    locate(model),
                    adapter=adapter,
                    dtype=dtype.value,
                    attention=attention.value,
                    min_pixels=min_pixels,
                    max_pixels=max_pixels,
                    max_new_tokens=max_new_tokens,
                )
            except (BadInstruction, BadPicture) as error:
                fail(str(error), 2)
            except AgentError as error:
                fail(str(error), 3)
    except KeyboardInterrupt:
        fail("Stopped by the user.", 130)
    typer.echo(json.dumps({"answer": answer}, ensure_ascii=False) if as_json else plain(answer))
