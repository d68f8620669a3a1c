"""From a name to a model that is ready to decide.

Knows where models come from; imports only the one that is asked for. Does not know how any of them works.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from agent.errors import BadCheckpoint, UnknownModel
from agent.models.base import Model
from agent.models.checkpoint import HUB_ID, Attention

POCKET = Path(__file__).parent.parent / "pocket"
SCRIPT = "scripted:"
HEAVY = ("torch", "transformers")


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """How to load and run a checkpoint; None means what the checkpoint says.

    dtype: auto, float32, bfloat16, float16. device: auto, cpu, cuda. attention: sdpa, eager, flash_attention_2.
    min_pixels, max_pixels: area of the resized picture. max_new_tokens: longest reply, in tokens.
    adapter: directory of a LoRA adapter to put on the model. temperature, sampling_seed: draw tokens instead of taking the
    likeliest ones.
    """

    dtype: str = "auto"
    device: str = "auto"
    attention: Attention = "sdpa"
    min_pixels: int | None = None
    max_pixels: int | None = None
    max_new_tokens: int | None = None
    adapter: str | None = None
    temperature: float | None = None
    sampling_seed: int | None = None


def open_model(spec: str, options: ModelOptions | None = None) -> Model:
    """The model that spec names: "pocket", "scripted:FILE", a checkpoint directory or a hub id.

    Raises UnknownModel, BadCheckpoint, MissingDependency, ModelFailed.
    """
    options = options or ModelOptions()
    if spec.startswith(SCRIPT):
        if options.adapter is not None:
            raise UnknownModel("A script takes no adapter: name a model that runs on this machine.")
        from agent.models.scripted import open_script

        return open_script(Path(spec.removeprefix(SCRIPT)))
    checkpoint = locate(spec)
    from agent.models.qwen2_vl import LocalQwen2VL

    return LocalQwen2VL(
        checkpoint,
        dtype=options.dtype,
        device=options.device,
        attention=options.attention,
        min_pixels=options.min_pixels,
        max_pixels=options.max_pixels,
        max_new_tokens=options.max_new_tokens,
        adapter=options.adapter,
        temperature=options.temperature,
        sampling_seed=options.sampling_seed,
    )


def locate(spec: str) -> str:
    """What spec names, without opening it: a checkpoint directory, a hub id or a script; raises UnknownModel, BadCheckpoint."""
    if spec.startswith(SCRIPT):
        return spec
    if not spec.strip():
        raise UnknownModel("The name of the model is empty: name pocket, a checkpoint directory or a hub id.")
    if spec == "pocket":
        if not (POCKET / "config.json").is_file():
            raise BadCheckpoint(f"The model that ships with Fingertip is missing from {POCKET}: install Fingertip again.")
        return str(POCKET)
    path = Path(spec).expanduser()
    if path.is_dir():
        if not (path / "config.json").is_file():
            raise BadCheckpoint(f"{path} holds no config.json: name the directory of a Qwen2-VL checkpoint.")
        return str(path)
    if HUB_ID.fullmatch(spec) and not path.exists():
        return spec
    raise UnknownModel(
        f"There is no model {spec!r}: name pocket, a checkpoint directory, a hub id such as Qwen/Qwen2-VL-2B-Instruct, "
        "or scripted:FILE."
    )


def import_heavy(spec: str) -> None:
    """Import what opening spec will need, so that the time it takes can be told apart; does nothing where it needs little.

    A package that is not installed is left for open_model() to report.
    """
    if spec.startswith(SCRIPT):
        return
    for name in HEAVY:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            return
