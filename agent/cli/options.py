"""Options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Dtype(StrEnum):
    """Number formats of a model's weights."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"
    FLOAT16 = "float16"


class AttentionKind(StrEnum):
    """Implementations of attention."""

    SDPA = "sdpa"
    EAGER = "eager"
    FLASH = "flash_attention_2"


ModelName = Annotated[
    str, typer.Option("--model", help="pocket (ships with Fingertip), a checkpoint directory, a hub id, or scripted:FILE.")
]
AdapterOption = Annotated[
    str | None, typer.Option("--adapter", metavar="DIR", help="A LoRA adapter, or what `train` made, to put on the model.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, last, for programs.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the log on standard error.")]
DtypeOption = Annotated[Dtype, typer.Option("--dtype", help="Number format of the weights.")]
AttentionOption = Annotated[
    AttentionKind, typer.Option("--attention", help="Implementation of attention; flash_attention_2 needs the extra flash.")
]
MinPixels = Annotated[
    int | None,
    typer.Option("--min-pixels", min=1, help="Smallest area of the resized picture; the checkpoint's own if absent."),
]
MaxPixels = Annotated[
    int | None, typer.Option("--max-pixels", min=1, help="Largest area of the resized picture; the checkpoint's own if absent.")
]
