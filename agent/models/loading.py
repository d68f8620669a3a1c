"""Loads the stock Qwen2-VL classes from a checked folder, and refuses whatever does not fit.

Knows: transformers, torch, and what breaks when they disagree. Does not know: prompts, pictures, replies.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.errors import BadCheckpoint, MissingDependency, ModelFailed
from agent.models.checkpoint import Attention, Checkpoint

if TYPE_CHECKING:
    import torch
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

DTYPES = ("float32", "bfloat16", "float16")
LARGE = 1 << 30  # bytes of weights from which memory traffic, not call overhead, decides the speed on a CPU
QUIET = 200 << 20  # bytes of weights below which loading is over before a progress bar could be read
NAMED = 3
PACKAGES = frozenset({"torch", "torchvision", "transformers", "qwen_vl_utils"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model and its tokenizer. ends: ids that end a reply."""

    model: Qwen2VLForConditionalGeneration
    tokenizer: Qwen2Tokenizer
    ends: frozenset[int]


def load(checkpoint: Checkpoint, *, dtype: str, device: str, attention: Attention) -> Loaded:
    """Load weights and tokenizer from the folder alone; no network, no remote code, no pickles, no kernel downloads.

    dtype: "auto", "float32", "bfloat16" or "float16". device: "auto" or a torch device.
    Raises BadCheckpoint, MissingDependency, or ModelFailed if the device cannot take it.
    """
    with stock_errors():
        import torch
        from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
        from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration
    if attention == "flash_attention_2" and importlib.util.find_spec("flash_attn") is None:
        raise MissingDependency(
            'Flash attention needs flash-attn; run: pip install -e ".[flash]" where Fingertip lies, or use sdpa.'
        )
    where = choose_device(device)
    what = choose_dtype(checkpoint, dtype, where)
    try:
        with quiet(bars=checkpoint.size >= QUIET):
            stock: Any = Qwen2VLForConditionalGeneration.from_pretrained(
                checkpoint.directory,
                dtype=what,
                attn_implementation=attention,
                local_files_only=True,
                use_safetensors=True,
                output_loading_info=True,
                ignore_mismatched_sizes=True,  # so that they are reported, and refused below by name
            )
        model: Qwen2VLForConditionalGeneration
        model, report = stock
        tokenizer: Qwen2Tokenizer = Qwen2Tokenizer.from_pretrained(checkpoint.directory, local_files_only=True)
    except torch.OutOfMemoryError as error:
        raise ModelFailed(f"Not enough memory on {where} for {checkpoint.directory}; take a smaller model.") from error
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
        raise BadCheckpoint(f"{checkpoint.directory} cannot be loaded: {first_line(error)}") from error
    _refuse_misfits(checkpoint, report)
    _check_tokens(checkpoint, model, tokenizer)
    try:
        module: torch.nn.Module = model
        module.to(where).eval()
    except (torch.OutOfMemoryError, RuntimeError, AssertionError) as error:
        raise ModelFailed(f"The model does not go to {where}: {first_line(error)}") from error
    return Loaded(model, tokenizer, end_tokens(model, tokenizer))


def choose_device(wish: str) -> torch.device:
    """The device a wish names; "auto" is CUDA where there is one, else the CPU. Raises ModelFailed."""
    import torch

    if wish == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(wish)
    except RuntimeError as error:
        raise ModelFailed(f"There is no device named {wish!r}; use auto, cpu or cuda.") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ModelFailed("This machine has no CUDA device that torch can use; use cpu or auto.")
    return device


def choose_dtype(checkpoint: Checkpoint, wish: str, device: torch.device) -> torch.dtype:
    """The dtype a wish names. "auto" on a GPU: what the configuration says, but bfloat16 for float16, which
    overflows in these models, and float32 on a GPU that has no bfloat16.

    "auto" on a CPU: float32, except for large bfloat16 weights on a CPU that multiplies them natively. Measured on two
    cores with AVX-512 BF16: a model of 7 M parameters decodes a token in 4.1 ms in float32 and 4.4 ms in bfloat16, its
    picture and prompt take 75 and 50 ms: about even. Large weights are bound by memory, and bfloat16 is half of it.
    """
    import torch

    if wish != "auto":
        if wish not in DTYPES:
            raise ModelFailed(f"There is no dtype named {wish!r}; use auto, {', '.join(DTYPES)}.")
        return torch.float32 if wish == "float32" else torch.bfloat16 if wish == "bfloat16" else torch.float16
    text = checkpoint.config.get("text_config")
    stored = checkpoint.config.get("dtype") or checkpoint.config.get("torch_dtype") or (text or {}).get("dtype")
    if stored not in ("bfloat16", "float16"):
        return torch.float32
    if device.type == "cpu":
        return torch.bfloat16 if checkpoint.size >= LARGE and cpu_multiplies_bfloat16() else torch.float32
    if device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.float32
    return torch.bfloat16


def end_tokens(model: Qwen2VLForConditionalGeneration, tokenizer: Qwen2Tokenizer) -> frozenset[int]:
    """Every id that ends a reply, by the generation configuration and by the tokenizer."""
    named = model.generation_config.eos_token_id
    ends = {*named} if isinstance(named, list) else {named}
    ends |= {tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids("<|im_end|>")}
    return frozenset(number for number in ends if isinstance(number, int))


def first_line(error: BaseException) -> str:
    """The first line of an error's text, as one sentence."""
    line = next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(" .:")
    return f"{line}."


@contextmanager
def stock_errors() -> Iterator[None]:
    """Name what is missing or broken when torch and transformers are imported."""
    try:
        yield
    except (ImportError, RuntimeError, OSError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name in PACKAGES:
            raise MissingDependency(f"A local model needs {error.name}; run: pip install fingertip") from error
        if "torchvision" in f"{error} {error.__cause__}":
            raise MissingDependency(
                "torch and torchvision are not of one release; reinstall both together: "
                "pip install --force-reinstall torch torchvision"
            ) from error
        raise


@contextmanager
def quiet(*, bars: bool) -> Iterator[None]:
    """Keep the stock loader's warnings off, which load() turns into errors, and its progress bars unless bars."""
    from transformers.utils import logging

    verbosity, hide = logging.get_verbosity(), not bars and logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    if hide:
        logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if hide:
            logging.enable_progress_bar()


def _refuse_misfits(checkpoint: Checkpoint, report: dict[str, Any]) -> None:
    missing = sorted(report["missing_keys"])
    if missing:
        raise BadCheckpoint(f"{checkpoint.directory} lacks {_some(missing)}; copy the whole checkpoint.")
    wrong = sorted(str(key[0] if isinstance(key, tuple) else key) for key in report["mismatched_keys"])
    if wrong:
        raise BadCheckpoint(f"{checkpoint.directory} has tensors of another shape than config.json says: {_some(wrong)}.")
    if report["error_msgs"]:
        raise BadCheckpoint(f"{checkpoint.directory} cannot be loaded: {report['error_msgs'][0]}")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _check_tokens(checkpoint: Checkpoint, model: Qwen2VLForConditionalGeneration, tokenizer: Qwen2Tokenizer) -> None:
    config = model.config
    for token, number in {
        "<|image_pad|>": config.image_token_id,
        "<|video_pad|>": config.video_token_id,
        "<|vision_start|>": config.vision_start_token_id,
        "<|vision_end|>": config.vision_end_token_id,
    }.items():
        if tokenizer.convert_tokens_to_ids(token) != number:
            raise BadCheckpoint(f"{checkpoint.directory} numbers {token} differently in config.json and in its tokenizer.")
    if len(tokenizer) > config.get_text_config().vocab_size:
        raise BadCheckpoint(f"{checkpoint.directory} has a tokenizer with more tokens than the model.")


def cpu_multiplies_bfloat16() -> bool:
    """Whether this CPU has instructions for it; without them it is slower than float32."""
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16") or able.get("bf16"))
