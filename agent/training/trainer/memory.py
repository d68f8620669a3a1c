"""How much memory a training will need, before anything large is loaded, and how much there is.

Knows: what each layer of the two towers keeps for the backward pass. Does not know: rows, the file system. An estimate:
docs/training.md says how far it was off where it was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLConfig

FLOAT = 4
PROCESS = 900 << 20
"""Bytes of a process that has torch and transformers imported, or of a GPU's context and its libraries' workspaces."""
SLACK = 1.15
"""What allocators hold beyond what is asked of them, and what is only there for a moment."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the need follows from.

    weights: parameters of the model, trainable: those that learn, the adapter's included. stored, computed: bytes of a
    weight in memory and of an activation. tower: the vision tower learns. tokens, reply, patches: of all that goes through
    the model at once, padding included. picture: patches of the largest row. checkpointing: activations are computed again
    instead of kept.
    """

    weights: int
    trainable: int
    stored: int
    computed: int
    tower: bool
    tokens: int
    patches: int
    reply: int
    picture: int
    checkpointing: bool


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes by what they are for."""

    weights: int
    gradients: int
    optimiser: int
    activations: int
    process: int = PROCESS

    @property
    def total(self) -> int:
        """Bytes in all."""
        return self.weights + self.gradients + self.optimiser + self.activations + self.process


def predict(config: Qwen2VLConfig, sizes: Sizes) -> Need:
    """What one device needs at its peak."""
    # Autocast keeps a short copy of each long weight for the length of a step.
    copies = sizes.weights * sizes.computed if sizes.computed < sizes.stored else 0
    return Need(
        weights=sizes.weights * sizes.stored + copies,
        gradients=sizes.trainable * FLOAT,
        optimiser=sizes.trainable * FLOAT * 3,  # two moments, and a third of the same size while a step is worked out
        activations=int(SLACK * (_language(config, sizes) + _vision(config, sizes))),
    )


def _language(config: Qwen2VLConfig, sizes: Sizes) -> int:
    text: Any = config.get_text_config()
    width, inner, short = text.hidden_size, text.intermediate_size, sizes.computed
    keys = width * text.num_key_value_heads // text.num_attention_heads
    # Each norm keeps what comes in, what is normalised and what goes out in float32. Then queries and keys before and after
    # they are turned, keys and values once for each head, what attention gives; five of the inner layer's width.
    layer = width * (6 * FLOAT + 6 * short) + keys * 4 * short + inner * 5 * short
    if short < FLOAT:
        layer += width * 4 * short  # each projection gets a short copy of its own
        if sizes.trainable < sizes.weights // 2:
            layer += (6 * width + inner) * short  # and so does each adapter
    head = sizes.reply * text.vocab_size * (short + 3 * FLOAT)
    return int(sizes.tokens * (_kept(layer, width, text.num_hidden_layers, sizes) + 3 * FLOAT * width) + head)


def _vision(config: Qwen2VLConfig, sizes: Sizes) -> int:
    vision: Any = config.vision_config
    width, short = vision.embed_dim, sizes.computed
    layer = int(width * (2 * FLOAT + 8 * short + 2 * vision.mlp_ratio * short))
    if not sizes.tower:
        return layer * sizes.picture  # one picture after the other, and nothing is kept
    values = vision.in_channels * vision.temporal_patch_size * vision.patch_size**2 * FLOAT
    return int(sizes.patches * (_kept(layer, width, vision.depth, sizes) + 2 * values))


def _kept(layer: int, width: int, layers: int, sizes: Sizes) -> int:
    """Bytes a token: of all layers, or of what goes into each, and one layer with its gradients."""
    return width * FLOAT * layers + 2 * layer if sizes.checkpointing else layer * layers


def available(device: torch.device) -> int:
    """Bytes that are free: of the GPU, or of what this machine and its control group leave."""
    import torch

    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    free = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    return min(free, _group())


def _group() -> int:
    """Bytes that the control group still allows; without one, more than any machine has."""
    folder = Path("/sys/fs/cgroup")
    try:
        limit = (folder / "memory.max").read_text("ascii").strip()
        used = int((folder / "memory.current").read_text("ascii"))
    except (OSError, ValueError):
        return 1 << 60
    return max(0, int(limit) - used) if limit.isdigit() else 1 << 60


def readable(size: int) -> str:
    """1234567890 as 1.15 GiB."""
    return f"{size / (1 << 30):.2f} GiB" if size >= 1 << 30 else f"{size / (1 << 20):.0f} MiB"
