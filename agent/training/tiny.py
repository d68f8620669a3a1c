"""A randomly initialised Qwen2-VL of the smallest faithful size: for tests and for trying out the machinery.

Its replies are nonsense. Its code path is that of every released Qwen2-VL.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

from agent.models.checkpoint import Manifest
from agent.training.checkpoint import build_config, build_tokenizer, save_checkpoint

TEXTS = (
    "You are a helpful assistant.",
    "You operate a device by looking at its screen.\nTask: open Settings\nDone: nothing",
    'Thought: Tap Settings.\nAction: {"action": "tap", "point": [447, 81]}',
    'Thought: Done.\nAction: {"action": "finish"}',
)


def write_tiny_checkpoint(
    directory: Path,
    *,
    seed: int,
    texts: Iterable[str] = TEXTS,
    vocabulary: int = 320,
    hidden: int = 64,
    layers: int = 2,
    heads: int = 2,
    kv_heads: int = 1,
    vision_embed: int = 32,
    vision_layers: int = 2,
    vision_heads: int = 2,
    spread: float = 1.0,
    min_pixels: int = 4 * 28 * 28,
    max_pixels: int = 64 * 28 * 28,
    dtype: torch.dtype = torch.float32,
    manifest: Manifest | None = None,
) -> None:
    """Write a checkpoint of random weights; the same arguments give the same weights.

    seed: of the weights; torch's global generator is left as it was. vocabulary: ordinary tokens at most.
    spread: factor on the weight matrices; above 1 every position matters to the outcome, which makes tests sharp.
    """
    tokenizer = build_tokenizer(texts, vocabulary)
    config = build_config(
        tokenizer,
        hidden=hidden,
        layers=layers,
        heads=heads,
        kv_heads=kv_heads,
        ffn=3 * hidden,
        vision_embed=vision_embed,
        vision_layers=vision_layers,
        vision_heads=vision_heads,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Qwen2VLForConditionalGeneration(config)
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim > 1:
                weight.mul_(spread)
    module: torch.nn.Module = model
    module.to(dtype)
    save_checkpoint(model, tokenizer, directory, min_pixels=min_pixels, max_pixels=max_pixels, manifest=manifest)
